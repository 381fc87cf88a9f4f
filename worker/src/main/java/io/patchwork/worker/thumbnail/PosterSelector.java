package io.patchwork.worker.thumbnail;

import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Selects the poster frame from candidates in order. The merit of a frame is the product of its
 * sharpness, contrast and exposure; a flash, which differs from the frames before and after it,
 * counts little. Not thread-safe.
 */
final class PosterSelector {

  /** Side in pixels of the reduced frames that are compared. */
  private static final int SIDE = 24;

  private static final double DARK = 40;
  private static final double PALE = 215;
  private static final double FLASH = 40;
  private static final double FLASH_COUNTS = 0.2;
  private static final double ENOUGH_CONTRAST = 45;

  /** Luma weights of ITU-R BT.709, in parts of 1024. */
  private static final int RED = 218;

  private static final int GREEN = 732;
  private static final int BLUE = 74;
  private static final int STEP = 2;

  private final FrameSize size;
  private final int width;
  private final int height;
  private @Nullable Candidate best;

  /** The last frame, which is rated once the next one is known. */
  private byte @Nullable [] pending;

  private double openMerit;
  private double changeBefore;
  private double[] before = {};

  /**
   * A rated frame.
   *
   * @param rgb three bytes per pixel
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, only read
  record Candidate(byte[] rgb, double merit) {}

  PosterSelector(FrameSize size) {
    this.size = size;
    this.width = size.width() / STEP;
    this.height = size.height() / STEP;
  }

  /** Adds the next frame, three bytes per pixel. */
  void look(byte[] rgb) {
    int[] luma = luma(rgb);
    double[] small = small(luma);
    double change = before.length == 0 ? 0 : distance(small, before);
    judge(change);
    pending = rgb;
    openMerit = merit(luma);
    changeBefore = change;
    before = small;
  }

  private void judge(double changeAfter) {
    if (pending == null) {
      return;
    }
    boolean isFlash = Math.min(changeBefore, changeAfter) > FLASH;
    double merit = isFlash ? openMerit * FLASH_COUNTS : openMerit;
    consider(new Candidate(pending, merit));
    pending = null;
  }

  /** Adds a candidate that was rated elsewhere; of equals the first wins. */
  void consider(Candidate candidate) {
    if (best == null || candidate.merit > best.merit) {
      best = candidate;
    }
  }

  /** The best candidate; empty without frames. */
  Optional<Candidate> best() {
    judge(0);
    return Optional.ofNullable(best);
  }

  /** The luma of every second pixel of every second row, which is enough for merit. */
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

  /** Sharpness by the mean of the Laplacian, which blur lowers first, with diminishing returns. */
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
