package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import org.jspecify.annotations.Nullable;

/**
 * How an item's sound is heard.
 *
 * @param gain linear, 1 as it is
 * @param pan from -1, left, to 1, right
 * @param fadeIn how long it takes to come up, evenly
 * @param fadeOut how long it takes to go down
 * @param group what it is part of for those that duck; null for that of what it is in
 * @param duck what it is softer under; null for nothing of its own
 */
public record AudioTreatment(
    Curve gain,
    Fraction pan,
    RationalTime fadeIn,
    RationalTime fadeOut,
    @Nullable String group,
    @Nullable Duck duck) {

  /**
   * Softer while others sound.
   *
   * @param under the group of those
   * @param by factor while they do
   * @param attack how long before they begin it goes down, evenly
   * @param release how long it takes to come up behind them
   */
  public record Duck(String under, Fraction by, RationalTime attack, RationalTime release) {}

  public static final AudioTreatment PLAIN =
      new AudioTreatment(
          Curve.ONE, Fraction.ZERO, RationalTime.ZERO, RationalTime.ZERO, null, null);
}
