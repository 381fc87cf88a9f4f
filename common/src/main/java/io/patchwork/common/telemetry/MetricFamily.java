package io.patchwork.common.telemetry;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A metric by name, with what its labels are called.
 *
 * @param name as Prometheus has it, in base units, without {@code _total}
 * @param help a sentence for whoever reads the endpoint
 * @param labels names of the labels, in the order of their values
 * @param buckets upper bounds of a histogram, rising; empty for others
 */
public record MetricFamily(
    String name, Kind kind, String help, List<String> labels, List<Double> buckets) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*[a-z0-9]");

  /** What is counted, and in what. */
  public enum Kind {
    /** Events, bytes or the like, ever more of them. */
    COUNTER,
    /** Time that was spent, ever more of it, in seconds. */
    SECONDS,
    /** What is so now. */
    GAUGE,
    /**
     * What does not change while the process runs, told by labels; Prometheus adds {@code _info}.
     */
    INFO,
    /** How often values fell below each of some bounds. */
    HISTOGRAM
  }

  public MetricFamily {
    labels = List.copyOf(labels);
    buckets = List.copyOf(buckets);
    if (!NAME.matcher(name).matches() || name.endsWith("_total")) {
      throw new IllegalArgumentException("no name of a metric: " + name);
    }
    if (!help.endsWith(".")) {
      throw new IllegalArgumentException("no sentence: " + help);
    }
  }

  public static MetricFamily counter(String name, String help, String... labels) {
    return new MetricFamily(name, Kind.COUNTER, help, List.of(labels), List.of());
  }

  public static MetricFamily seconds(String name, String help, String... labels) {
    return new MetricFamily(name, Kind.SECONDS, help, List.of(labels), List.of());
  }

  public static MetricFamily gauge(String name, String help, String... labels) {
    return new MetricFamily(name, Kind.GAUGE, help, List.of(labels), List.of());
  }

  public static MetricFamily info(String name, String help, String... labels) {
    return new MetricFamily(name, Kind.INFO, help, List.of(labels), List.of());
  }

  public static MetricFamily histogram(
      String name, String help, List<Double> buckets, String... labels) {
    return new MetricFamily(name, Kind.HISTOGRAM, help, List.of(labels), buckets);
  }
}
