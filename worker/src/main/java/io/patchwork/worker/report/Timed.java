package io.patchwork.worker.report;

import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import java.util.List;

/** The share of a part during a slice. */
record Timed(Interval out, Polynomial share) {

  /** Share times seconds. */
  Fraction seconds() {
    return share.mean().times(out.length().seconds());
  }

  private boolean overlaps(Interval range) {
    return out.start().compareTo(range.end()) < 0 && range.start().compareTo(out.end()) < 0;
  }

  private Fraction progress(RationalTime time) {
    return time.minus(out.start()).seconds().dividedBy(out.length().seconds());
  }

  private Fraction seconds(Interval range) {
    Interval both =
        new Interval(
            RationalTime.max(out.start(), range.start()), RationalTime.min(out.end(), range.end()));
    return share
        .between(progress(both.start()), progress(both.end()))
        .mean()
        .times(both.length().seconds());
  }

  /**
   * The mean share during a range.
   *
   * @param shares in the order of their times
   */
  static Fraction mean(List<Timed> shares, Interval range) {
    Fraction sum = Fraction.ZERO;
    int first = firstEndingAfter(shares, range.start());
    for (Timed each : shares.subList(first, shares.size())) {
      if (!each.overlaps(range)) {
        break;
      }
      sum = sum.plus(each.seconds(range));
    }
    return sum.dividedBy(range.length().seconds());
  }

  private static int firstEndingAfter(List<Timed> shares, RationalTime time) {
    int low = 0;
    int high = shares.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (shares.get(middle).out.end().compareTo(time) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
