package io.patchwork.schema.time;

import java.util.Optional;

/** The half-open range {@code [start, start + duration)}; the duration is never negative. */
public record TimeRange(RationalTime start, RationalTime duration) {

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public TimeRange {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a time range of negative duration " + duration);
    }
  }

  public static TimeRange between(RationalTime start, RationalTime endExclusive) {
    return new TimeRange(start, endExclusive.minus(start));
  }

  public RationalTime endExclusive() {
    return start.plus(duration);
  }

  public boolean isEmpty() {
    return duration.seconds().signum() == 0;
  }

  public boolean contains(RationalTime time) {
    return start.compareTo(time) <= 0 && time.compareTo(endExclusive()) < 0;
  }

  /** The intersection of two ranges; empty where they do not overlap. */
  public Optional<TimeRange> intersect(TimeRange other) {
    RationalTime from = RationalTime.max(start, other.start);
    RationalTime to = RationalTime.min(endExclusive(), other.endExclusive());
    return from.compareTo(to) < 0 ? Optional.of(between(from, to)) : Optional.empty();
  }
}
