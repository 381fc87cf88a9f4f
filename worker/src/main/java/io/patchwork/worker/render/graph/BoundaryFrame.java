package io.patchwork.worker.render.graph;

import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first or last frame of a segment, 64×36 in grey: enough to tell whether a film shows the
 * rendered frame at a seam. Immutable.
 */
public final class BoundaryFrame {

  /** Each pixel is the mean of the area that it covers. */
  private static final FrameSize SIZE = new FrameSize(64, 36);

  private static final int PIXELS = SIZE.width() * SIZE.height();

  /** One byte of luma per pixel, 0 to 255, row by row. */
  private final byte[] pixels;

  private BoundaryFrame(byte[] pixels) {
    this.pixels = pixels;
  }

  /** The filters that scale frames to boundary frames. */
  static List<Filter> filters() {
    return List.of(
        Filter.of("scale", "w", SIZE.width(), "h", SIZE.height(), "flags", "area"),
        Filter.of("format", "pix_fmts", "gray"));
  }

  /** Raw pixels of {@code number} frames, one after the other. */
  static Encoding encoding(long number) {
    return Encoding.pixels().ofFrames(number).passthrough();
  }

  /** The frames in raw pixels; an incomplete one at the end is dropped. */
  public static List<BoundaryFrame> read(byte[] written) {
    List<BoundaryFrame> frames = new ArrayList<>();
    for (int from = 0; from + PIXELS <= written.length; from += PIXELS) {
      frames.add(new BoundaryFrame(Arrays.copyOfRange(written, from, from + PIXELS)));
    }
    return frames;
  }

  /** Mean luma, 0 to 255. */
  public int mean() {
    long sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    return Fraction.of(sum, PIXELS).round().intValueExact();
  }

  /** Mean absolute luma difference to another frame, 0 to 255. */
  public int lumaError(BoundaryFrame other) {
    long sum = 0;
    for (int i = 0; i < PIXELS; i++) {
      sum += Math.abs((pixels[i] & 0xff) - (other.pixels[i] & 0xff));
    }
    return Fraction.of(sum, PIXELS).round().intValueExact();
  }
}
