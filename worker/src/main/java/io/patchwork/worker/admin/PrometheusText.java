package io.patchwork.worker.admin;

import io.patchwork.common.telemetry.Metrics;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.instrumentation.dropwizard5.labels.CustomLabelMapper;
import io.prometheus.metrics.instrumentation.dropwizard5.labels.MapperConfig;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Dropwizard's metrics in Prometheus' text format. Dropwizard has no labels, so parts of its names
 * become labels here. The bridge refuses two metrics of one name with different labels, so each is
 * bridged alone and they are merged afterwards.
 */
final class PrometheusText {

  private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

  private final Metrics metrics;

  PrometheusText(Metrics metrics) {
    this.metrics = metrics;
  }

  String contentType() {
    return WRITER.getContentType();
  }

  /** The current metrics. */
  String write() throws IOException {
    Map<String, List<MetricSnapshot>> byName = new TreeMap<>();
    for (String name : metrics.registry().getNames()) {
      for (MetricSnapshot snapshot : bridged(name)) {
        byName
            .computeIfAbsent(snapshot.getMetadata().getName(), key -> new ArrayList<>())
            .add(snapshot);
      }
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    WRITER.write(
        text, new MetricSnapshots(byName.values().stream().map(PrometheusText::joined).toList()));
    return text.toString(StandardCharsets.UTF_8);
  }

  private MetricSnapshots bridged(String name) {
    PrometheusRegistry alone = new PrometheusRegistry();
    DropwizardExports.builder()
        .dropwizardRegistry(metrics.registry())
        .metricFilter((candidate, metric) -> candidate.equals(name))
        .customLabelMapper(new CustomLabelMapper(labels()))
        .register(alone);
    return alone.scrape();
  }

  /** Merges metrics of one name into one. */
  private static MetricSnapshot joined(List<MetricSnapshot> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    return switch (parts.getFirst()) {
      case CounterSnapshot counter ->
          new CounterSnapshot(
              counter.getMetadata(),
              parts.stream()
                  .flatMap(part -> ((CounterSnapshot) part).getDataPoints().stream())
                  .toList());
      case SummarySnapshot summary ->
          new SummarySnapshot(
              summary.getMetadata(),
              parts.stream()
                  .flatMap(part -> ((SummarySnapshot) part).getDataPoints().stream())
                  .toList());
      default ->
          throw new IllegalStateException(
              "no labels are known on " + parts.getFirst().getMetadata().getName());
    };
  }

  /** The metrics whose names end with label values, and the label names. */
  private static List<MapperConfig> labels() {
    return List.of(
        labelled("job.duration.seconds", "lane"),
        labelled("job.queue.wait.seconds", "lane"),
        labelled("job.deliveries", "kind", "outcome"),
        labelled("child.process.exits", "program", "ending"),
        labelled("child.process.run.milliseconds", "program"));
  }

  private static MapperConfig labelled(String metric, String... labels) {
    String name = Metrics.PREFIX + "." + metric;
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      values.put(labels[i], "${" + i + "}");
    }
    return new MapperConfig(name + ".*".repeat(labels.length), name, values);
  }
}
