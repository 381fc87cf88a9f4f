package io.patchwork.common.telemetry;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Counters, gauges and histograms by family and label values. Values come from our own closed sets,
 * never from a job. Dropwizard is the registry of counters and gauges; it has no labels, so a
 * series is registered there by its family and its values, and {@link #series} tells which is which
 * (decision 0025). Thread-safe.
 */
public final class Metrics {

  private final MetricRegistry registry = new MetricRegistry();
  private final Map<String, Series> series = new ConcurrentSkipListMap<>();
  private final Map<String, BucketHistogram> histograms = new ConcurrentSkipListMap<>();

  /**
   * What is counted under one set of label values.
   *
   * @param values of the family's labels, in their order
   */
  public record Series(MetricFamily family, List<String> values) {

    public Series {
      values = List.copyOf(values);
      if (values.size() != family.labels().size()) {
        throw new IllegalArgumentException(family.name() + " has no labels " + values);
      }
    }

    private String key() {
      return MetricRegistry.name(family.name(), values.toArray(String[]::new));
    }
  }

  /** A counter. */
  public Counter counter(MetricFamily family, String... values) {
    return registry.counter(key(family, values));
  }

  /** Adds time to a counter of seconds. */
  public void add(MetricFamily family, Duration time, String... values) {
    registry.counter(key(family, values)).inc(time.toNanos() / 1000);
  }

  /** What is read on export: a gauge, or a count that somebody else keeps. */
  public void read(MetricFamily family, Supplier<Number> value, String... values) {
    Gauge<Number> gauge = value::get;
    registry.gauge(key(family, values), () -> gauge);
  }

  public BucketHistogram histogram(MetricFamily family, String... values) {
    return histograms.computeIfAbsent(
        key(family, values), key -> new BucketHistogram(family.buckets()));
  }

  private String key(MetricFamily family, String... values) {
    Series one = new Series(family, List.of(values));
    String key = one.key();
    series.putIfAbsent(key, one);
    return key;
  }

  /** All that were counted so far or can be read, in the order of their names and values. */
  public List<Series> series() {
    return List.copyOf(series.values());
  }

  /** The value of a counter or a gauge now; NaN for a gauge that cannot be read. */
  public double value(Series one) {
    Gauge<?> gauge = registry.getGauges().get(one.key());
    if (gauge != null) {
      return gauge.getValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }
    long count = registry.counter(one.key()).getCount();
    return one.family().kind() == MetricFamily.Kind.SECONDS
        ? count / (double) TimeUnit.SECONDS.toMicros(1)
        : count;
  }

  /** What a histogram holds now. */
  public BucketHistogram buckets(Series one) {
    return histogram(one.family(), one.values().toArray(String[]::new));
  }
}
