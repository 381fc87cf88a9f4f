package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import java.util.List;

/** Width and height in square pixels. */
public record FrameSize(int width, int height) {

  /** The display size of a stream, upright. */
  public static FrameSize of(VideoStream video) {
    return new FrameSize(video.displayWidth(), video.displayHeight());
  }

  /** The largest size of the same aspect ratio within the bounds; never larger than this. */
  public FrameSize within(int longSide, int shortSide) {
    int longest = Math.max(width, height);
    int shortest = Math.min(width, height);
    Fraction byLong = Fraction.of(longSide, longest);
    Fraction byShort = Fraction.of(shortSide, shortest);
    Fraction factor = byLong.compareTo(byShort) < 0 ? byLong : byShort;
    if (factor.compareTo(Fraction.ONE) >= 0) {
      return this;
    }
    return new FrameSize(scaled(width, factor), scaled(height, factor));
  }

  /** The largest size of the same aspect ratio that fits into a frame; may be larger than this. */
  public FrameSize fittedInto(FrameSize frame) {
    Fraction byWidth = Fraction.of(frame.width, width);
    Fraction byHeight = Fraction.of(frame.height, height);
    Fraction factor = byWidth.compareTo(byHeight) < 0 ? byWidth : byHeight;
    return new FrameSize(scaled(width, factor), scaled(height, factor));
  }

  private static int scaled(int side, Fraction factor) {
    return Math.max(1, Fraction.of(side).times(factor).round().intValueExact());
  }

  /** Width and height multiplied by a factor. */
  public FrameSize times(int factor) {
    return new FrameSize(width * factor, height * factor);
  }

  /** Rounded down to even sides, as 4:2:0 needs; at least 2 pixels each. */
  public FrameSize even() {
    return new FrameSize(Math.max(2, width & ~1), Math.max(2, height & ~1));
  }

  /**
   * The filters that make 4:2:0 video RGB of this size. They scale before they convert: both at
   * once take FFmpeg's scaler four times as long.
   */
  public List<Filter> inRgb() {
    return List.of(
        scaled(),
        Filter.of("format", "pix_fmts", "yuv420p"),
        scaled(),
        Filter.of("format", "pix_fmts", "rgb24"));
  }

  /** The filter that scales to this size. */
  public Filter scaled() {
    return Filter.of("scale", "w", width, "h", height, "flags", "bicubic");
  }
}
