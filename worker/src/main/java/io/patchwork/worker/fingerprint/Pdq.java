package io.patchwork.worker.fingerprint;

import io.patchwork.schema.manifest.PdqHash;
import java.util.Arrays;

/**
 * The PDQ perceptual hash of a picture: 256 bits that stay close when the picture is scaled or
 * encoded again.
 *
 * <p>Algorithm: "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", Meta,
 * 2019: luma, two Jarosz box blurs, 64×64 decimation, 16×16 of a DCT, median threshold.
 */
public final class Pdq {

  private static final int SIDE = 64;
  private static final int BANDS = 16;
  private static final int BLURS = 2;
  private static final int MIN_SIDE = 5;
  private static final double[][] DCT = dct();

  private Pdq() {}

  private static double[][] dct() {
    double[][] matrix = new double[BANDS][SIDE];
    for (int i = 0; i < BANDS; i++) {
      for (int j = 0; j < SIDE; j++) {
        matrix[i][j] =
            Math.sqrt(2.0 / SIDE) * Math.cos(Math.PI / (2 * SIDE) * (i + 1) * (2 * j + 1));
      }
    }
    return matrix;
  }

  /**
   * The hash of a picture.
   *
   * @param rgb three bytes a pixel, row by row from the top left
   */
  public static PdqHash of(byte[] rgb, int width, int height) {
    float[] luma = new float[width * height];
    for (int i = 0; i < luma.length; i++) {
      luma[i] =
          0.299f * (rgb[3 * i] & 0xff)
              + 0.587f * (rgb[3 * i + 1] & 0xff)
              + 0.114f * (rgb[3 * i + 2] & 0xff);
    }
    return ofLuma(luma, width, height);
  }

  /**
   * The hash of a grey picture.
   *
   * @param luma 0 to 255, row by row; used up
   */
  static PdqHash ofLuma(float[] luma, int width, int height) {
    if (width < MIN_SIDE || height < MIN_SIDE) {
      return new PdqHash("0".repeat(64), 0);
    }
    double[][] small =
        width == SIDE && height == SIDE
            ? square(luma)
            : decimate(blur(luma, width, height), width, height);
    return new PdqHash(bits(transform(small)), quality(small));
  }

  private static double[][] square(float[] luma) {
    double[][] small = new double[SIDE][SIDE];
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        small[i][j] = luma[i * SIDE + j];
      }
    }
    return small;
  }

  private static float[] blur(float[] luma, int width, int height) {
    int across = (width + 127) / 128;
    int down = (height + 127) / 128;
    float[] other = new float[luma.length];
    for (int time = 0; time < BLURS; time++) {
      for (int row = 0; row < height; row++) {
        box(luma, other, row * width, 1, width, across);
      }
      for (int column = 0; column < width; column++) {
        box(other, luma, column, width, height, down);
      }
    }
    return luma;
  }

  /** Mean over a window that is clipped at the ends. */
  private static void box(float[] from, float[] to, int start, int stride, int length, int window) {
    int half = (window + 2) / 2;
    double sum = 0;
    int count = 0;
    int in = 0;
    int out = 0;
    for (; in < half - 1 && in < length; in++) {
      sum += from[start + in * stride];
      count++;
    }
    for (; in < length; in++, out++) {
      sum += from[start + in * stride];
      if (count == window) {
        sum -= from[start + (in - window) * stride];
      } else {
        count++;
      }
      to[start + out * stride] = (float) (sum / count);
    }
    for (; out < length; out++) {
      sum -= from[start + (length - count) * stride];
      count--;
      to[start + out * stride] = (float) (sum / count);
    }
  }

  private static double[][] decimate(float[] luma, int width, int height) {
    double[][] small = new double[SIDE][SIDE];
    for (int i = 0; i < SIDE; i++) {
      int row = (2 * i + 1) * height / (2 * SIDE);
      for (int j = 0; j < SIDE; j++) {
        int column = (2 * j + 1) * width / (2 * SIDE);
        small[i][j] = luma[row * width + column];
      }
    }
    return small;
  }

  /** How much structure there is: sums of differences between neighbours, 0 to 100. */
  private static int quality(double[][] small) {
    int sum = 0;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        if (i + 1 < SIDE) {
          sum += step(small[i][j], small[i + 1][j]);
        }
        if (j + 1 < SIDE) {
          sum += step(small[i][j], small[i][j + 1]);
        }
      }
    }
    return Math.min(100, sum / 90);
  }

  private static int step(double a, double b) {
    return Math.abs((int) ((a - b) * 100 / 255));
  }

  private static double[] transform(double[][] small) {
    double[][] half = new double[BANDS][SIDE];
    for (int i = 0; i < BANDS; i++) {
      for (int j = 0; j < SIDE; j++) {
        double sum = 0;
        for (int k = 0; k < SIDE; k++) {
          sum += DCT[i][k] * small[k][j];
        }
        half[i][j] = sum;
      }
    }
    double[] bands = new double[BANDS * BANDS];
    for (int i = 0; i < BANDS; i++) {
      for (int j = 0; j < BANDS; j++) {
        double sum = 0;
        for (int k = 0; k < SIDE; k++) {
          sum += half[i][k] * DCT[j][k];
        }
        bands[i * BANDS + j] = sum;
      }
    }
    return bands;
  }

  private static String bits(double[] bands) {
    double[] sorted = bands.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2 - 1];
    StringBuilder hex = new StringBuilder();
    for (int digit = bands.length / 4 - 1; digit >= 0; digit--) {
      int value = 0;
      for (int bit = 3; bit >= 0; bit--) {
        value = value << 1 | (bands[digit * 4 + bit] > median ? 1 : 0);
      }
      hex.append(Character.forDigit(value, 16));
    }
    return hex.toString();
  }
}
