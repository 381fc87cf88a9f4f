package io.patchwork.worker.transcode;

import io.patchwork.worker.ffmpeg.OutputSpec;
import java.util.List;

/**
 * What people read of a document: its first pages as pictures, and its text.
 *
 * @param isOptional whether the source is of use without it: a scan is a picture, too
 */
public record DocumentRendition(boolean isOptional) implements RenditionSpec {

  @Override
  public String kind() {
    return "document";
  }

  @Override
  public String noun() {
    return "pages and text";
  }

  @Override
  public List<OutputSpec> outputs() {
    return List.of();
  }
}
