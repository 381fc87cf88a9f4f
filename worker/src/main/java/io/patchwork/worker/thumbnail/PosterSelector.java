package io.patchwork.worker.thumbnail;

import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the frame that stands for a video out of frames that are looked at in order. A frame's
 * merit is the product of how sharp it is, how much contrast it has and how well it is exposed; a
 * frame that looks like neither the one before nor the one after is a flash and counts little. Not
 * thread-safe.
 */
final class PosterSelector {

  /** Looks are compared at this many pixels a side. */
  private static final int SIDE = 24;

  private static final double DARK = 40;
  private static final double PALE = 215;
  private static final double FLASH = 40;
  private static final double FLASH_COUNTS = 0.2;
  private static final double ENOUGH_CONTRAST = 45;

  /** Of ITU-R BT.709, in parts of 1024. */
  private static final int RED = 218;

  private static final int GREEN = 732;
  private static final int BLUE = 74;
  private static final int STEP = 2;

  private final FrameSize size;
  private final int width;
  private final int height;
  private @Nullable Candidate best;

  /** The last frame, which is judged when the one after it is known. */
  private byte @Nullable [] open;

  private double openMerit;
  private double changeBefore;
  private double[] before = {};

  /**
   * A frame that was looked at.
   *
   * @param rgb three bytes a pixel
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, only read
  record Candidate(byte[] rgb, double merit) {}

  PosterSelector(FrameSize size) {
    this.size = size;
    this.width = size.width() / STEP;
    this.height = size.height() / STEP;
  }

  /** Looks at the next frame, three bytes a pixel. */
  void look(byte[] rgb) {
    int[] luma = luma(rgb);
    double[] small = small(luma);
    double change = before.length == 0 ? 0 : distance(small, before);
    judge(change);
    open = rgb;
    openMerit = merit(luma);
    changeBefore = change;
    before = small;
  }

  private void judge(double changeAfter) {
    if (open == null) {
      return;
    }
    boolean isFlash = Math.min(changeBefore, changeAfter) > FLASH;
    double merit = isFlash ? openMerit * FLASH_COUNTS : openMerit;
    consider(new Candidate(open, merit));
    open = null;
  }

  /** Takes one into account that was looked at elsewhere; of equals the first is the better. */
  void consider(Candidate candidate) {
    if (best == null || candidate.merit > best.merit) {
      best = candidate;
    }
  }

  /** The best of all that was looked at, empty where that was none. */
  Optional<Candidate> best() {
    judge(0);
    return Optional.ofNullable(best);
  }

  /** The luma of every second pixel of every second row: merit needs no more. */
  private int[] luma(byte[] rgb) {
    int[] luma = new int[width * height];
    for (int y = 0; y < height; y++) {
      int row = 3 * STEP * y * size.width();
      for (int x = 0; x < width; x++) {
        int at = row + 3 * STEP * x;
        luma[y * width + x] =
            ((rgb[at] & 0xff) * RED + (rgb[at + 1] & 0xff) * GREEN + (rgb[at + 2] & 0xff) * BLUE)
                >> 10;
      }
    }
    return luma;
  }

  private double[] small(int[] luma) {
    double[] small = new double[SIDE * SIDE];
    int[] count = new int[SIDE * SIDE];
    for (int y = 0; y < height; y++) {
      int row = y * SIDE / height * SIDE;
      for (int x = 0; x < width; x++) {
        int at = row + x * SIDE / width;
        small[at] += luma[y * width + x];
        count[at]++;
      }
    }
    for (int i = 0; i < small.length; i++) {
      small[i] = count[i] == 0 ? 0 : small[i] / count[i];
    }
    return small;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  private double merit(int[] luma) {
    long sum = 0;
    long squares = 0;
    for (int value : luma) {
      sum += value;
      squares += (long) value * value;
    }
    double mean = (double) sum / luma.length;
    double contrast = Math.sqrt(Math.max(0, (double) squares / luma.length - mean * mean));
    double exposure = Math.clamp(Math.min(mean / DARK, (255 - mean) / (255 - PALE)), 0.02, 1);
    return (1 + sharpness(luma)) * Math.min(1, 0.05 + contrast / ENOUGH_CONTRAST) * exposure;
  }

  /** The mean of the Laplacian, which a blur takes away first; of no use beyond some detail. */
  private double sharpness(int[] luma) {
    long sum = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int at = y * width + x;
        sum +=
            Math.abs(
                4 * luma[at] - luma[at - 1] - luma[at + 1] - luma[at - width] - luma[at + width]);
      }
    }
    return Math.sqrt((double) sum / luma.length);
  }
}
