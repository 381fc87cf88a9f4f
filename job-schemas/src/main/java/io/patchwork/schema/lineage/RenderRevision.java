package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;

/** A revision of a render, whose own lineage tells who is where in it. */
public record RenderRevision(Id render, Sha256 revision) {}
