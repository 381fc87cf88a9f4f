package io.patchwork.worker.fingerprint;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.PosterFrame;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The PDQ hash of a still, or of a video's poster frame. */
public record PictureHash(MediaKind kind, FrameSize size) implements Contribution {

  private static final String FILE = "pdq.rgb";
  private static final int LONG_SIDE = 1024;

  /** The hash of a source's picture; nothing for sound. */
  public static List<Contribution> plan(MediaInfo info) {
    return info.picture().stream()
        .map(picture -> (Contribution) new PictureHash(info.kind(), size(picture)))
        .toList();
  }

  private static FrameSize size(VideoStream picture) {
    return FrameSize.of(picture).within(LONG_SIDE, LONG_SIDE);
  }

  @Override
  public String name() {
    return "picture hash";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<Product> products() {
    List<Filter> filters = new ArrayList<>(PosterFrame.candidates(kind));
    filters.add(size.scaled());
    filters.addAll(PosterFrame.choice(kind));
    filters.add(Filter.of("format", "pix_fmts", "rgb24"));
    return List.of(
        Product.file(
            FILE,
            List.of(Tap.picture().through(filters)),
            List.of("-frames:v", "1", "-c:v", "rawvideo", "-f", "rawvideo")));
  }

  @Override
  public Harvest begin() {
    return this::collect;
  }

  private Findings collect(Bench bench) throws Failure {
    try {
      byte[] rgb = Files.readAllBytes(bench.out(FILE));
      if (rgb.length != 3 * size.width() * size.height()) {
        throw new Fault("a picture of " + rgb.length + " bytes for " + size, null);
      }
      return Findings.of(Pdq.of(rgb, size.width(), size.height()));
    } catch (IOException e) {
      throw new Unavailable(FailureCode.DISK_FULL, "The worker's disk cannot be read.", e);
    }
  }
}
