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
 * Dropwizard's metrics in Prometheus' text format. Dropwizard knows no labels, so parts of its
 * names become labels here; and the bridge refuses two metrics that become one name with different
 * labels, so each is bridged alone and they are put together afterwards.
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

  /** All metrics as they are now. */
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

  /** Metrics of one name as one metric. */
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

  /** Which parts of a metric's name are values of labels; the first that matches counts. */
  private static List<MapperConfig> labels() {
    String prefix = Metrics.PREFIX + ".";
    return List.of(
        new MapperConfig(
            prefix + "jobs.duration.*", prefix + "jobs.duration", Map.of("lane", "${0}")),
        new MapperConfig(prefix + "jobs.wait.*", prefix + "jobs.wait", Map.of("lane", "${0}")),
        new MapperConfig(
            prefix + "jobs.*.*", prefix + "jobs", Map.of("kind", "${0}", "outcome", "${1}")),
        new MapperConfig(
            prefix + "child.exits.*.*",
            prefix + "child.exits",
            Map.of("program", "${0}", "ending", "${1}")),
        new MapperConfig(prefix + "bytes.*", prefix + "bytes", Map.of("direction", "${0}")));
  }
}
