package io.patchwork.common.telemetry;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of values by fixed bounds, which can be added over workers. Dropwizard's histograms keep
 * quantiles, which cannot. Thread-safe.
 */
public final class BucketHistogram {

  private static final Duration MICROSECOND = Duration.ofNanos(1000);

  private final List<Double> bounds;

  /** One for each bound and one for what lies beyond the last. */
  private final LongAdder[] counts;

  private final DoubleAdder sum = new DoubleAdder();

  BucketHistogram(List<Double> bounds) {
    this.bounds = bounds;
    this.counts = new LongAdder[bounds.size() + 1];
    Arrays.setAll(counts, i -> new LongAdder());
  }

  /** Counts a value. */
  public void add(double value) {
    int bucket = 0;
    while (bucket < bounds.size() && value > bounds.get(bucket)) {
      bucket++;
    }
    counts[bucket].increment();
    sum.add(value);
  }

  /** Counts a time, in seconds; a negative one as none. */
  public void add(Duration time) {
    // Not toNanos(): a client may say that it sent a message in the year 1.
    add(time.isNegative() ? 0 : time.dividedBy(MICROSECOND) / 1e6);
  }

  /** Numbers of values in each bucket, the last without an upper bound. */
  public long[] counts() {
    return Arrays.stream(counts).mapToLong(LongAdder::sum).toArray();
  }

  /** Sum of all values. */
  public double sum() {
    return sum.sum();
  }
}
