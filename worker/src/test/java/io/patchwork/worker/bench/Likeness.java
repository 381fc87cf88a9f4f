package io.patchwork.worker.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what FFmpeg's {@code ssim}, {@code psnr} and {@code xpsnr} say at their end. */
final class Likeness {

  private static final Pattern LUMA = Pattern.compile("(?:SSIM Y:|PSNR y:|XPSNR +y: *)([0-9.]+)");

  private Likeness() {}

  /** Of luma. */
  static double of(String log) {
    Matcher matcher = LUMA.matcher(log);
    if (!matcher.find()) {
      throw new IllegalStateException("no measure in: " + log);
    }
    return Double.parseDouble(matcher.group(1));
  }
}
