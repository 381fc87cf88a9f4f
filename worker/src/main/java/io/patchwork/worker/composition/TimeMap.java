package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;

/**
 * A linear map from output time to the time inside an item: output time {@code at} is {@code to}
 * inside, and the inside runs {@code speed} times as fast, 0 for a freeze and below 0 for reverse.
 */
record TimeMap(RationalTime at, RationalTime to, Fraction speed) {

  RationalTime inside(RationalTime outside) {
    return to.plus(outside.minus(at).times(speed));
  }

  boolean isFreeze() {
    return speed.signum() == 0;
  }

  /** The output time of a time inside; not defined for a freeze. */
  RationalTime outside(RationalTime inside) {
    return at.plus(inside.minus(to).times(Fraction.ONE.dividedBy(speed)));
  }

  /**
   * The map into a child.
   *
   * @param start of the child in this item's time
   * @param childStart the child's own time at its start, which {@link #to} is then
   * @param childSpeed speed of the child relative to this item
   */
  TimeMap into(RationalTime start, RationalTime childStart, Fraction childSpeed) {
    return isFreeze()
        ? new TimeMap(at, childStart.plus(to.minus(start).times(childSpeed)), Fraction.ZERO)
        : new TimeMap(outside(start), childStart, speed.times(childSpeed));
  }
}
