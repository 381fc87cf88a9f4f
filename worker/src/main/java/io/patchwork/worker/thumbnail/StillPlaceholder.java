package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.ffmpeg.Background;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.StillColours;
import io.patchwork.worker.ffmpeg.Tap;
import java.util.List;

/** The BlurHash placeholder of a still image. */
public record StillPlaceholder(Tap tap, FrameSize size) implements ThumbnailSpec {

  /** Maximum side in pixels; the low frequencies of a BlurHash need no more. */
  private static final int SIDE = 64;

  private static final String PIXELS = "placeholder.rgb";

  static StillPlaceholder plan(VideoStream picture) {
    return new StillPlaceholder(
        Tap.video().through(StillColours.toSrgb(picture)).through(Background.behind(picture)),
        FrameSize.of(picture).within(SIDE, SIDE));
  }

  @Override
  public String kind() {
    return "placeholder";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<OutputSpec> outputs() {
    return List.of(
        OutputSpec.stream(
            PIXELS,
            tap.through(size.scaled(), Filter.of("format", "pix_fmts", "rgb24")),
            Encoding.pixels().ofFrames(1)));
  }
}
