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
final class PosterChoice {

  /** Looks are compared at this many pixels a side. */
  private static final int SIDE = 24;

  private static final double DARK = 40;
  private static final double PALE = 215;
  private static final double FLASH = 40;
  private static final double FLASH_COUNTS = 0.2;
  private static final double ENOUGH_CONTRAST = 45;

  private final FrameSize size;
  private byte @Nullable [] best;
  private double bestMerit = -1;

  /** The last frame, which is judged when the one after it is known. */
  private byte @Nullable [] open;

  private double openMerit;
  private double changeBefore;
  private double[] before = {};

  PosterChoice(FrameSize size) {
    this.size = size;
  }

  /** Looks at the next frame, three bytes a pixel. */
  void look(byte[] rgb) {
    double[] luma = luma(rgb);
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
    if (merit > bestMerit) {
      best = open;
      bestMerit = merit;
    }
    open = null;
  }

  /** The best of all that was looked at, empty where that was none. */
  Optional<byte[]> best() {
    judge(0);
    return Optional.ofNullable(best);
  }

  private double[] luma(byte[] rgb) {
    double[] luma = new double[size.width() * size.height()];
    for (int i = 0; i < luma.length; i++) {
      luma[i] =
          0.2126 * (rgb[3 * i] & 0xff)
              + 0.7152 * (rgb[3 * i + 1] & 0xff)
              + 0.0722 * (rgb[3 * i + 2] & 0xff);
    }
    return luma;
  }

  private double[] small(double[] luma) {
    double[] small = new double[SIDE * SIDE];
    int[] count = new int[SIDE * SIDE];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int at = y * SIDE / size.height() * SIDE + x * SIDE / size.width();
        small[at] += luma[y * size.width() + x];
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

  private double merit(double[] luma) {
    double sum = 0;
    double squares = 0;
    for (double value : luma) {
      sum += value;
      squares += value * value;
    }
    double mean = sum / luma.length;
    double contrast = Math.sqrt(Math.max(0, squares / luma.length - mean * mean));
    double exposure = Math.clamp(Math.min(mean / DARK, (255 - mean) / (255 - PALE)), 0.02, 1);
    return (1 + sharpness(luma)) * Math.min(1, 0.05 + contrast / ENOUGH_CONTRAST) * exposure;
  }

  /** The mean of the Laplacian, which a blur takes away first; of no use beyond some detail. */
  private double sharpness(double[] luma) {
    int width = size.width();
    double sum = 0;
    for (int y = 1; y < size.height() - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int at = y * width + x;
        sum +=
            Math.abs(
                4 * luma[at] - luma[at - 1] - luma[at + 1] - luma[at - width] - luma[at + width]);
      }
    }
    return Math.sqrt(sum / luma.length);
  }
}
