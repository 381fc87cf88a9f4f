package io.patchwork.worker.fingerprint;

import io.patchwork.schema.manifest.PdqHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The PDQ perceptual hash of an image: 256 bits that stay similar when the image is scaled or
 * encoded again.
 *
 * <p>Algorithm: "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", Meta,
 * 2019: luma, two Jarosz box blurs, 64×64 decimation, 16×16 of a DCT, median threshold.
 */
public final class Pdq {

  private static final int SIDE = 64;
  private static final int BANDS = 16;
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
   * The hash of an image.
   *
   * @param rgb three bytes per pixel, row by row from the top left
   */
  public static PdqHash of(byte[] rgb, int width, int height) {
    if (isTooSmall(width, height)) {
      return new PdqHash("0".repeat(BANDS * BANDS / 4), 0);
    }
    float[][] small = width == SIDE && height == SIDE ? luma(rgb) : blurred(rgb, width, height);
    return new PdqHash(bits(transform(small)), quality(small));
  }

  private static boolean isTooSmall(int width, int height) {
    return width < MIN_SIDE || height < MIN_SIDE;
  }

  /**
   * The hashes of an image and of its seven rotations and mirror images, from one transform:
   * rotating an image permutes its coefficients and their signs.
   *
   * @param rgb three bytes per pixel, row by row from the top left
   * @return in the order of {@link io.patchwork.schema.manifest.StillFingerprint#hashes}
   */
  static List<PdqHash> ofAllSides(byte[] rgb, int width, int height) {
    PdqHash hash = of(rgb, width, height);
    if (isTooSmall(width, height)) {
      return Collections.nCopies(Side.values().length, hash);
    }
    float[] bands = transform(blurred(rgb, width, height));
    List<PdqHash> hashes = new ArrayList<>();
    hashes.add(hash);
    for (Side side : Side.values()) {
      if (side != Side.AS_IT_IS) {
        hashes.add(new PdqHash(bits(side.of(bands)), hash.quality()));
      }
    }
    return hashes;
  }

  /** The rotations and mirror images, in the order of the stored fingerprints. */
  private enum Side {
    AS_IT_IS,
    TURNED_90,
    TURNED_180,
    TURNED_270,
    UPSIDE_DOWN,
    MIRRORED,
    DIAGONAL,
    OTHER_DIAGONAL;

    /** The coefficients of this rotation; bands count from 1, so the first is odd. */
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

  /** The luma of an image that has the size of the hash already. */
  private static float[][] luma(byte[] rgb) {
    float[][] small = new float[SIDE][SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      small[i / SIDE][i % SIDE] =
          luma(rgb[3 * i] & 0xff, rgb[3 * i + 1] & 0xff, rgb[3 * i + 2] & 0xff);
    }
    return small;
  }

  private static float luma(float red, float green, float blue) {
    return 0.299f * red + 0.587f * green + 0.114f * blue;
  }

  /**
   * The luma of an image, blurred and decimated. Luma and the blurs in both directions are linear,
   * so their order is free: only the decimated samples are computed, columns first, in memory
   * order.
   */
  private static float[][] blurred(byte[] rgb, int width, int height) {
    List<JaroszWindow> down = JaroszWindow.of(height, SIDE);
    List<JaroszWindow> across = JaroszWindow.of(width, SIDE);
    float[][] small = new float[SIDE][SIDE];
    float[] line = new float[3 * width];
    float[] luma = new float[width];
    for (int i = 0; i < SIDE; i++) {
      down.get(i).mean(rgb, line);
      for (int x = 0; x < width; x++) {
        luma[x] = luma(line[3 * x], line[3 * x + 1], line[3 * x + 2]);
      }
      for (int j = 0; j < SIDE; j++) {
        small[i][j] = across.get(j).mean(luma);
      }
    }
    return small;
  }

  /** The quality of a hash: sums of differences between neighbours, 0 to 100. */
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
