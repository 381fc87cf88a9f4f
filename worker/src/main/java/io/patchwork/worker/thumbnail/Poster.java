package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.PosterFrame;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import java.util.ArrayList;
import java.util.List;

/** One picture that stands for the work. */
public record Poster(MediaKind kind, FrameSize size) implements Contribution {

  private static final String FILE = "poster.jpg";
  private static final int LONG_SIDE = 1280;

  static Poster plan(MediaKind kind, VideoStream picture) {
    return new Poster(kind, FrameSize.of(picture).within(LONG_SIDE, LONG_SIDE).even());
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
    List<Filter> filters = new ArrayList<>(PosterFrame.candidates(kind));
    filters.add(size.scaled());
    filters.add(Filter.of("setsar", "sar", 1));
    filters.addAll(PosterFrame.choice(kind));
    return List.of(
        Product.file(
            FILE,
            List.of(Tap.picture().through(filters)),
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
