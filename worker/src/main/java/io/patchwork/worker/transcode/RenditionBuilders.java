package io.patchwork.worker.transcode;

import io.patchwork.worker.artifact.ArtifactBuilder;

/** Who makes what people watch, hear and read. */
public final class RenditionBuilders {

  private RenditionBuilders() {}

  /** Begins to make something of what will come out. */
  public static ArtifactBuilder of(RenditionSpec spec) {
    return switch (spec) {
      case Streaming streaming -> new StreamingBuilder(streaming);
      case DocumentRendition document -> new DocumentBuilder(document);
    };
  }
}
