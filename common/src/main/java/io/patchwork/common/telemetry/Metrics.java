package io.patchwork.common.telemetry;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.function.Supplier;

/**
 * Metrics by name. Dropwizard has no labels, so a label's value is a part of the name, always in
 * the same place, and a unit stands at the end of the name before it: {@code
 * patchwork.job.deliveries.ingest.completed}. Values come from our own closed sets, never from a
 * job. Thread-safe.
 */
public final class Metrics {

  public static final String PREFIX = "patchwork";

  private final MetricRegistry registry = new MetricRegistry();

  /** The registry, for whoever publishes it. */
  public MetricRegistry registry() {
    return registry;
  }

  public Counter counter(String name, String... labels) {
    return registry.counter(full(name, labels));
  }

  public Timer timer(String name, String... labels) {
    return registry.timer(full(name, labels));
  }

  /** A value that is asked for when somebody looks. */
  public void gauge(String name, Supplier<Number> value) {
    Gauge<Number> gauge = value::get;
    registry.gauge(full(name), () -> gauge);
  }

  private static String full(String name, String... labels) {
    return MetricRegistry.name(MetricRegistry.name(PREFIX, name), labels);
  }
}
