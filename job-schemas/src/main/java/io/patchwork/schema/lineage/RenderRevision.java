package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;

/** The reference to a revision of a render. */
public record RenderRevision(Id render, Sha256 revision) {}
