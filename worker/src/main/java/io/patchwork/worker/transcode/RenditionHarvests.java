package io.patchwork.worker.transcode;

import io.patchwork.worker.production.Harvest;

/** Who makes what people watch, hear and read. */
public final class RenditionHarvests {

  private RenditionHarvests() {}

  /** Begins to make something of what will come out. */
  public static Harvest of(RenditionContribution contribution) {
    return switch (contribution) {
      case Streaming streaming -> new StreamingHarvest(streaming);
      case DocumentRendition document -> new DocumentHarvest(document);
    };
  }
}
