package io.patchwork.worker.attribution.absence;

import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;

/** What two sets of intervals have apart and in common. */
final class Intervals {

  private Intervals() {}

  /** What is in one set and not in another one, in order. */
  static List<Interval> without(IntervalSet some, IntervalSet others) {
    List<Interval> left = new ArrayList<>();
    int next = 0;
    for (Interval part : some.parts()) {
      RationalTime reached = part.start();
      while (next < others.parts().size()
          && others.parts().get(next).end().compareTo(reached) <= 0) {
        next++;
      }
      int at = next;
      while (at < others.parts().size()
          && others.parts().get(at).start().compareTo(part.end()) < 0) {
        Interval other = others.parts().get(at);
        if (reached.compareTo(other.start()) < 0) {
          left.add(new Interval(reached, other.start()));
        }
        reached = RationalTime.max(reached, other.end());
        at++;
      }
      if (reached.compareTo(part.end()) < 0) {
        left.add(new Interval(reached, part.end()));
      }
    }
    return left;
  }

  /** What is in both intervals; empty where they do not overlap. */
  static Interval and(Interval one, Interval other) {
    return new Interval(
        RationalTime.max(one.start(), other.start()), RationalTime.min(one.end(), other.end()));
  }

  /** The smallest interval that both lie in. */
  static Interval around(Interval one, Interval other) {
    return new Interval(
        RationalTime.min(one.start(), other.start()), RationalTime.max(one.end(), other.end()));
  }

  /** The same interval from its lower to its higher end. */
  static Interval forwards(Interval any) {
    return new Interval(
        RationalTime.min(any.start(), any.end()), RationalTime.max(any.start(), any.end()));
  }
}
