package io.patchwork.worker.thumbnail;

import io.patchwork.worker.raster.RgbImage;

/**
 * The BlurHash of an image: some thirty characters with its lowest frequencies in linear light, to
 * be shown as a blur until the image is loaded (components, quantisation and base 83 as in the
 * BlurHash specification). Pure.
 */
final class BlurHash {

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
  private static final int LONGER = 4;
  private static final int SHORTER = 3;
  private static final int STEPS = 9;

  private BlurHash() {}

  static String of(RgbImage picture) {
    int width = picture.width();
    int height = picture.height();
    int[] pixels = picture.image().getRGB(0, 0, width, height, null, 0, width);
    byte[] rgb = new byte[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    return of(rgb, width, height);
  }

  /**
   * The BlurHash of an image.
   *
   * @param rgb three bytes per pixel, row by row
   */
  static String of(byte[] rgb, int width, int height) {
    int across = width >= height ? LONGER : SHORTER;
    int down = width >= height ? SHORTER : LONGER;
    double[][] factors = new double[across * down][];
    for (int y = 0; y < down; y++) {
      for (int x = 0; x < across; x++) {
        factors[y * across + x] = factor(rgb, width, height, x, y);
      }
    }
    double max = 0;
    for (int i = 1; i < factors.length; i++) {
      for (double value : factors[i]) {
        max = Math.max(max, Math.abs(value));
      }
    }
    int scale = (int) Math.max(0, Math.min(82, Math.floor(max * 166 - 0.5)));
    StringBuilder hash = new StringBuilder();
    append(hash, across - 1 + (down - 1) * 9, 1);
    append(hash, scale, 1);
    double[] average = factors[0];
    append(hash, srgb(average[0]) << 16 | srgb(average[1]) << 8 | srgb(average[2]), 4);
    for (int i = 1; i < factors.length; i++) {
      int value = 0;
      for (double each : factors[i]) {
        value = value * 19 + step(each, (scale + 1) / 166.0);
      }
      append(hash, value, 2);
    }
    return hash.toString();
  }

  private static double[] factor(byte[] rgb, int width, int height, int x, int y) {
    double[] sum = new double[3];
    for (int row = 0; row < height; row++) {
      double vertical = Math.cos(Math.PI * y * row / height);
      for (int column = 0; column < width; column++) {
        double basis = vertical * Math.cos(Math.PI * x * column / width);
        int at = 3 * (row * width + column);
        for (int channel = 0; channel < 3; channel++) {
          sum[channel] += basis * linear(rgb[at + channel] & 0xff);
        }
      }
    }
    double scale = (x == 0 && y == 0 ? 1.0 : 2.0) / (width * height);
    for (int channel = 0; channel < 3; channel++) {
      sum[channel] *= scale;
    }
    return sum;
  }

  /** Quantises a value from minus to plus the maximum, in steps that are finer around zero. */
  private static int step(double value, double max) {
    double root = Math.copySign(Math.sqrt(Math.abs(value / max)), value);
    return (int) Math.max(0, Math.min(18, Math.floor(root * STEPS + 9.5)));
  }

  private static double linear(int value) {
    double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  private static int srgb(double linear) {
    double value = Math.max(0, Math.min(1, linear));
    double share = value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
    return (int) (share * 255 + 0.5);
  }

  private static void append(StringBuilder hash, int value, int length) {
    int divisor = (int) Math.pow(83, length - 1.0);
    for (int i = 0; i < length; i++) {
      hash.append(DIGITS.charAt(value / divisor % 83));
      divisor /= 83;
    }
  }
}
