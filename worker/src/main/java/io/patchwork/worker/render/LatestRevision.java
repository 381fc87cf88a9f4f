package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Which revision of which render is current.
 *
 * @param before the one that was current before; null for the first
 */
public record LatestRevision(Id render, Sha256 revision, @Nullable Sha256 before) {}
