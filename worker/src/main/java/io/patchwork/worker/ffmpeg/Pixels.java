package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.Fraction;

/** Fractions of a width or height in whole pixels. */
public final class Pixels {

  private static final Fraction TWO = Fraction.of(2);

  private Pixels() {}

  /** The nearest number of pixels. */
  public static int of(Fraction part, int side) {
    return part.times(Fraction.of(side)).round().intValueExact();
  }

  /** The nearest even number of pixels, as 4:2:0 needs. */
  public static int evenly(Fraction part, int side) {
    return 2 * part.times(Fraction.of(side)).dividedBy(TWO).round().intValueExact();
  }
}
