package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The pointer to the current revision of a render.
 *
 * @param before the revision that was current before; null for the first
 */
public record LatestRevision(Id render, Sha256 revision, @Nullable Sha256 before) {}
