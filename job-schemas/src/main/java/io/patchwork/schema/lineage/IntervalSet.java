package io.patchwork.schema.lineage;

import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A union of half-open intervals as its disjoint, ordered, non-adjacent parts. Immutable. */
public record IntervalSet(List<Interval> parts) {

  public IntervalSet {
    parts = List.copyOf(parts);
  }

  /** The union of intervals in any order; empty and backward ones add nothing. */
  public static IntervalSet of(List<Interval> intervals) {
    List<Interval> sorted =
        intervals.stream()
            .filter(interval -> !interval.isEmpty())
            .sorted(Comparator.comparing(Interval::start))
            .toList();
    List<Interval> merged = new ArrayList<>();
    for (Interval next : sorted) {
      Interval last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && next.start().compareTo(last.end()) <= 0) {
        merged.set(
            merged.size() - 1,
            new Interval(last.start(), RationalTime.max(last.end(), next.end())));
      } else {
        merged.add(next);
      }
    }
    return new IntervalSet(merged);
  }

  /** The parts of {@code [start, end)} that are not in this set. */
  public List<Interval> gapsIn(RationalTime start, RationalTime end) {
    List<Interval> gaps = new ArrayList<>();
    RationalTime reached = start;
    for (Interval part : parts) {
      if (part.start().compareTo(end) >= 0) {
        break;
      }
      if (part.start().compareTo(reached) > 0) {
        gaps.add(new Interval(reached, part.start()));
      }
      reached = RationalTime.max(reached, part.end());
    }
    if (reached.compareTo(end) < 0) {
      gaps.add(new Interval(reached, end));
    }
    return gaps;
  }

  public RationalTime length() {
    RationalTime sum = RationalTime.ZERO;
    for (Interval part : parts) {
      sum = sum.plus(part.length());
    }
    return sum;
  }
}
