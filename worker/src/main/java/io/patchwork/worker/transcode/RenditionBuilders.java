package io.patchwork.worker.transcode;

import io.patchwork.worker.artifact.ArtifactBuilder;

/** The builders of renditions. */
public final class RenditionBuilders {

  private RenditionBuilders() {}

  /** A new builder for a spec. */
  public static ArtifactBuilder of(RenditionSpec spec) {
    return switch (spec) {
      case Streaming streaming -> new StreamingBuilder(streaming);
      case DocumentRendition document -> new DocumentBuilder(document);
    };
  }
}
