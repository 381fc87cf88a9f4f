package io.patchwork.worker.thumbnail;

import io.patchwork.worker.ffmpeg.OutputSpec;
import java.util.List;

/** A poster of a document: its first page or its cover, in several sizes. */
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
