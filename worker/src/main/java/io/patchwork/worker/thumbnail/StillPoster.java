package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import java.util.List;

/** A still, small. */
public record StillPoster(FrameSize size) implements Contribution {

  private static final String FILE = "poster.jpg";
  private static final int LONG_SIDE = 1280;

  static StillPoster plan(VideoStream picture) {
    return new StillPoster(FrameSize.of(picture).within(LONG_SIDE, LONG_SIDE).even());
  }

  @Override
  public String name() {
    return "poster";
  }

  @Override
  public boolean isOptional() {
    return true;
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
            bench.shelf().picture("poster", FILE, "image/jpeg", size.width(), size.height()));
  }
}
