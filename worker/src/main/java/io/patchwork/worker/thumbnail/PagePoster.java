package io.patchwork.worker.thumbnail;

import io.patchwork.worker.ffmpeg.OutputSpec;
import java.util.List;

/** The first page of a document, or its cover, in several sizes. */
public record PagePoster() implements ThumbnailSpec {

  @Override
  public String kind() {
    return "poster";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<OutputSpec> outputs() {
    return List.of();
  }
}
