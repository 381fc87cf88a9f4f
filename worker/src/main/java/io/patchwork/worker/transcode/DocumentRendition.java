package io.patchwork.worker.transcode;

import io.patchwork.worker.ffmpeg.OutputSpec;
import java.util.List;

/**
 * The rendition of a document: its first pages as images, and its text.
 *
 * @param isOptional whether the source is useful without it: a scanned TIFF is also an image
 */
public record DocumentRendition(boolean isOptional) implements RenditionSpec {

  @Override
  public String kind() {
    return "document";
  }

  @Override
  public String noun() {
    return "rendering of its pages";
  }

  @Override
  public List<OutputSpec> outputs() {
    return List.of();
  }
}
