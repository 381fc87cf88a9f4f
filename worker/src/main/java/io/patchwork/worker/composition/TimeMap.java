package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;

/**
 * From the time of the output to the time inside of an item, a straight line: at {@code at} it is
 * {@code to} there, and goes on {@code speed} times as fast, backwards or not at all.
 */
record TimeMap(RationalTime at, RationalTime to, Fraction speed) {

  RationalTime inside(RationalTime outside) {
    return to.plus(outside.minus(at).times(speed));
  }

  boolean isFreeze() {
    return speed.signum() == 0;
  }

  /** When it is that time inside; only of a map that does not stand. */
  RationalTime outside(RationalTime inside) {
    return at.plus(inside.minus(to).times(Fraction.ONE.dividedBy(speed)));
  }

  /**
   * The map into a child.
   *
   * @param start where in here the child begins
   * @param first what of the child's own time it shows there
   * @param faster how much faster than here its time goes
   */
  TimeMap into(RationalTime start, RationalTime first, Fraction faster) {
    return isFreeze()
        ? new TimeMap(at, first.plus(to.minus(start).times(faster)), Fraction.ZERO)
        : new TimeMap(outside(start), first, speed.times(faster));
  }
}
