package io.patchwork.worker.transcode;

import io.patchwork.worker.artifact.ArtifactSpec;

/** The renditions of a source: what people watch, listen to or read. */
public sealed interface RenditionSpec extends ArtifactSpec permits Streaming, DocumentRendition {}
