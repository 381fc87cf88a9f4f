package io.patchwork.worker.transcode;

import io.patchwork.worker.artifact.ArtifactSpec;

/** What people watch, hear and read of a source. */
public sealed interface RenditionSpec extends ArtifactSpec permits Streaming, DocumentRendition {}
