package io.patchwork.worker.transcode;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import java.util.List;

/** A still as people see it everywhere: upright JPEG in square pixels, never enlarged. */
public record StillRendition(FrameSize size) implements Contribution {

  private static final int LONG_SIDE = 1920;
  private static final int SHORT_SIDE = 1080;
  private static final String FILE = "rendition.jpg";

  public static StillRendition plan(VideoStream picture) {
    return new StillRendition(FrameSize.of(picture).within(LONG_SIDE, SHORT_SIDE).even());
  }

  @Override
  public String name() {
    return "rendition";
  }

  @Override
  public boolean isOptional() {
    return false;
  }

  @Override
  public List<Product> products() {
    return List.of(
        Product.file(
            FILE,
            List.of(Tap.picture().through(size.scaled(), Filter.of("setsar", "sar", 1))),
            List.of(
                "-frames:v", "1", "-update", "1", "-c:v", "mjpeg", "-q:v", "3", "-f", "image2")));
  }

  @Override
  public Harvest begin() {
    return bench ->
        Findings.of(
            bench.shelf().picture("rendition", FILE, "image/jpeg", size.width(), size.height()));
  }
}
