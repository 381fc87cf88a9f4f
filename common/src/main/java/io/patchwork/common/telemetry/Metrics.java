package io.patchwork.common.telemetry;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.function.Supplier;

/**
 * Metrics by name. Dropwizard has no labels, so label values are parts of the name, always in the
 * same place and after the unit: {@code patchwork.job.deliveries.ingest.completed}. Values come
 * from our own closed sets, never from a job. Thread-safe.
 */
public final class Metrics {

  public static final String PREFIX = "patchwork";

  private final MetricRegistry registry = new MetricRegistry();

  /** The registry, to be exported. */
  public MetricRegistry registry() {
    return registry;
  }

  public Counter counter(String name, String... labels) {
    return registry.counter(full(name, labels));
  }

  public Timer timer(String name, String... labels) {
    return registry.timer(full(name, labels));
  }

  /** A gauge, whose value is read on export. */
  public void gauge(String name, Supplier<Number> value) {
    Gauge<Number> gauge = value::get;
    registry.gauge(full(name), () -> gauge);
  }

  private static String full(String name, String... labels) {
    return MetricRegistry.name(MetricRegistry.name(PREFIX, name), labels);
  }
}
