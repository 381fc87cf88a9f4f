package io.patchwork.worker;

import io.patchwork.schema.manifest.StreamLabel;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Streams for planners, which see no files. */
public final class TestStreams {

  private TestStreams() {}

  /** An upright progressive picture of H.264 at a constant rate. */
  public static VideoStream picture(
      int width, int height, FrameRate rate, @Nullable RationalTime length) {
    return video("h264", "yuv420p", width, height, rate, length);
  }

  /** The same of another codec and pixel format. */
  public static VideoStream video(
      String codec,
      String format,
      int width,
      int height,
      FrameRate rate,
      @Nullable RationalTime length) {
    return new VideoStream(
        0,
        codec,
        width,
        height,
        Fraction.ONE,
        0,
        false,
        rate,
        rate,
        false,
        format,
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        RationalTime.ZERO,
        length,
        length == null ? null : length.nearestFrame(rate),
        null,
        false,
        StreamLabel.NONE,
        null,
        null,
        List.of());
  }
}
