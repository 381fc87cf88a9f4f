package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;

/**
 * How an item's sound is heard.
 *
 * @param gain linear, 1 as it is
 * @param pan from -1, left, to 1, right
 * @param fadeIn how long it takes to come up, evenly
 * @param fadeOut how long it takes to go down
 */
public record Mix(Curve gain, Fraction pan, RationalTime fadeIn, RationalTime fadeOut) {

  public static final Mix PLAIN =
      new Mix(Curve.ONE, Fraction.ZERO, RationalTime.ZERO, RationalTime.ZERO);
}
