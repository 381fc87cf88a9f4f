package io.patchwork.worker.fingerprint;

import io.patchwork.schema.manifest.PdqHash;
import io.patchwork.schema.manifest.StillPrint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

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
  private static final float[][] DCT = dct();

  private Pdq() {}

  private static float[][] dct() {
    float[][] matrix = new float[BANDS][SIDE];
    for (int i = 0; i < BANDS; i++) {
      for (int j = 0; j < SIDE; j++) {
        matrix[i][j] =
            (float)
                (Math.sqrt(2.0 / SIDE) * Math.cos(Math.PI / (2 * SIDE) * (i + 1) * (2 * j + 1)));
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
    return ofLuma(luma(rgb, width, height), width, height);
  }

  private static float[] luma(byte[] rgb, int width, int height) {
    float[] luma = new float[width * height];
    for (int i = 0; i < luma.length; i++) {
      luma[i] =
          0.299f * (rgb[3 * i] & 0xff)
              + 0.587f * (rgb[3 * i + 1] & 0xff)
              + 0.114f * (rgb[3 * i + 2] & 0xff);
    }
    return luma;
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
    float[][] small =
        width == SIDE && height == SIDE
            ? square(luma)
            : decimate(blur(luma, width, height), width, height);
    return new PdqHash(bits(transform(small)), quality(small));
  }

  /**
   * The hashes of a picture and of the seven others that it becomes when it is turned and mirrored,
   * without looking at its pixels again: turning a picture permutes its coefficients and their
   * signs.
   *
   * @param rgb three bytes a pixel, row by row from the top left
   */
  static StillPrint ofAllSides(byte[] rgb, int width, int height) {
    PdqHash hash = of(rgb, width, height);
    if (width < MIN_SIDE || height < MIN_SIDE) {
      return new StillPrint(0, Collections.nCopies(Side.values().length, hash.hash()));
    }
    float[] bands =
        transform(decimate(blur(luma(rgb, width, height), width, height), width, height));
    List<String> hashes = new ArrayList<>();
    hashes.add(hash.hash());
    for (Side side : Side.values()) {
      if (side != Side.AS_IT_IS) {
        hashes.add(bits(side.of(bands)));
      }
    }
    return new StillPrint(hash.quality(), hashes);
  }

  /** How a picture can be turned and mirrored, in the order of {@link StillPrint#hashes}. */
  private enum Side {
    AS_IT_IS,
    TURNED_90,
    TURNED_180,
    TURNED_270,
    UPSIDE_DOWN,
    MIRRORED,
    DIAGONAL,
    OTHER_DIAGONAL;

    /** The coefficients of the other picture; bands count from 1, so the first is odd. */
    float[] of(float[] bands) {
      float[] other = new float[bands.length];
      for (int i = 0; i < BANDS; i++) {
        for (int j = 0; j < BANDS; j++) {
          float a = bands[i * BANDS + j];
          boolean isRowOdd = i % 2 == 1;
          boolean isColumnOdd = j % 2 == 1;
          int here = i * BANDS + j;
          int across = j * BANDS + i;
          switch (this) {
            case AS_IT_IS -> other[here] = a;
            case TURNED_90 -> other[across] = isColumnOdd ? a : -a;
            case TURNED_180 -> other[here] = isRowOdd != isColumnOdd ? -a : a;
            case TURNED_270 -> other[across] = isRowOdd ? a : -a;
            case UPSIDE_DOWN -> other[here] = isRowOdd ? a : -a;
            case MIRRORED -> other[here] = isColumnOdd ? a : -a;
            case DIAGONAL -> other[across] = a;
            case OTHER_DIAGONAL -> other[across] = isRowOdd != isColumnOdd ? -a : a;
          }
        }
      }
      return other;
    }
  }

  private static float[][] square(float[] luma) {
    float[][] small = new float[SIDE][SIDE];
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
        boxAcross(luma, other, row * width, width, across);
      }
      boxDown(other, luma, width, height, down);
    }
    return luma;
  }

  /** Mean over a window of a row, clipped at the ends. */
  private static void boxAcross(float[] from, float[] to, int start, int length, int window) {
    int half = (window + 2) / 2;
    float sum = 0;
    int count = 0;
    int in = 0;
    int out = 0;
    for (; in < half - 1 && in < length; in++) {
      sum += from[start + in];
      count++;
    }
    for (; in < length; in++, out++) {
      sum += from[start + in];
      if (count == window) {
        sum -= from[start + in - window];
      } else {
        count++;
      }
      to[start + out] = sum / count;
    }
    for (; out < length; out++) {
      sum -= from[start + length - count];
      count--;
      to[start + out] = sum / count;
    }
  }

  /** The same down all columns at once, row by row, as memory lies. */
  private static void boxDown(float[] from, float[] to, int width, int height, int window) {
    int half = (window + 2) / 2;
    float[] sums = new float[width];
    int count = 0;
    int in = 0;
    int out = 0;
    for (; in < half - 1 && in < height; in++) {
      add(sums, from, in * width, 1);
      count++;
    }
    for (; in < height; in++, out++) {
      add(sums, from, in * width, 1);
      if (count == window) {
        add(sums, from, (in - window) * width, -1);
      } else {
        count++;
      }
      divide(sums, count, to, out * width);
    }
    for (; out < height; out++) {
      add(sums, from, (height - count) * width, -1);
      count--;
      divide(sums, count, to, out * width);
    }
  }

  private static void add(float[] sums, float[] from, int start, int sign) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += sign * from[start + x];
    }
  }

  private static void divide(float[] sums, int count, float[] to, int start) {
    for (int x = 0; x < sums.length; x++) {
      to[start + x] = sums[x] / count;
    }
  }

  private static float[][] decimate(float[] luma, int width, int height) {
    float[][] small = new float[SIDE][SIDE];
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
  private static int quality(float[][] small) {
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

  private static int step(float a, float b) {
    return Math.abs((int) ((a - b) * 100 / 255));
  }

  private static float[] transform(float[][] small) {
    float[][] half = new float[BANDS][SIDE];
    for (int i = 0; i < BANDS; i++) {
      for (int k = 0; k < SIDE; k++) {
        float share = DCT[i][k];
        for (int j = 0; j < SIDE; j++) {
          half[i][j] += share * small[k][j];
        }
      }
    }
    float[] bands = new float[BANDS * BANDS];
    for (int i = 0; i < BANDS; i++) {
      for (int j = 0; j < BANDS; j++) {
        float sum = 0;
        for (int k = 0; k < SIDE; k++) {
          sum += half[i][k] * DCT[j][k];
        }
        bands[i * BANDS + j] = sum;
      }
    }
    return bands;
  }

  private static String bits(float[] bands) {
    float[] sorted = bands.clone();
    Arrays.sort(sorted);
    float median = sorted[sorted.length / 2 - 1];
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
