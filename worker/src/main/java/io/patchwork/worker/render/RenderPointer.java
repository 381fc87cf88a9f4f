package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;

/** Which revision of which render is meant. */
public record RenderPointer(Id render, Sha256 revision) {}
