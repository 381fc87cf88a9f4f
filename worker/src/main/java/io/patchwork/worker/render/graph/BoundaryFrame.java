package io.patchwork.worker.render.graph;

import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first or the last frame of a segment, small and grey: enough to tell whether a film shows at
 * a seam what was drawn for it. Immutable.
 */
public final class BoundaryFrame {

  /** Each pixel is the mean of those that it stands for. */
  private static final FrameSize SIZE = new FrameSize(64, 36);

  private static final int PIXELS = SIZE.width() * SIZE.height();

  /** One byte of luma each, 0 to 255, line by line. */
  private final byte[] pixels;

  private BoundaryFrame(byte[] pixels) {
    this.pixels = pixels;
  }

  /** What makes such pictures of frames. */
  static List<Filter> filters() {
    return List.of(
        Filter.of("scale", "w", SIZE.width(), "h", SIZE.height(), "flags", "area"),
        Filter.of("format", "pix_fmts", "gray"));
  }

  /** How so many of them are written, one after the other. */
  static Encoding encoding(long number) {
    return Encoding.pixels().ofFrames(number).passthrough();
  }

  /** The pictures in what was written; a part of one at the end counts as none. */
  public static List<BoundaryFrame> read(byte[] written) {
    List<BoundaryFrame> pictures = new ArrayList<>();
    for (int from = 0; from + PIXELS <= written.length; from += PIXELS) {
      pictures.add(new BoundaryFrame(Arrays.copyOfRange(written, from, from + PIXELS)));
    }
    return pictures;
  }

  /** The mean of its luma, 0 to 255. */
  public int mean() {
    long sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    return Fraction.of(sum, PIXELS).round().intValueExact();
  }

  /** How far its pixels are from those of another in the mean, 0 to 255. */
  public int apart(BoundaryFrame other) {
    long sum = 0;
    for (int i = 0; i < PIXELS; i++) {
      sum += Math.abs((pixels[i] & 0xff) - (other.pixels[i] & 0xff));
    }
    return Fraction.of(sum, PIXELS).round().intValueExact();
  }
}
