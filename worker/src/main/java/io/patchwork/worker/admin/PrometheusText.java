package io.patchwork.worker.admin;

import io.patchwork.common.telemetry.BucketHistogram;
import io.patchwork.common.telemetry.MetricFamily;
import io.patchwork.common.telemetry.Metrics;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Metrics in Prometheus' text format. */
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
    Map<MetricFamily, List<Metrics.Series>> families =
        metrics.series().stream()
            .collect(
                Collectors.groupingBy(
                    Metrics.Series::family, LinkedHashMap::new, Collectors.toList()));
    List<MetricSnapshot> snapshots =
        families.entrySet().stream()
            .map(family -> snapshot(family.getKey(), family.getValue()))
            .toList();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    WRITER.write(text, new MetricSnapshots(snapshots));
    return text.toString(StandardCharsets.UTF_8);
  }

  private MetricSnapshot snapshot(MetricFamily family, List<Metrics.Series> all) {
    return switch (family.kind()) {
      case COUNTER, SECONDS -> counter(family, all);
      case GAUGE -> gauge(family, all);
      case INFO -> info(family, all);
      case HISTOGRAM -> histogram(family, all);
    };
  }

  private CounterSnapshot counter(MetricFamily family, List<Metrics.Series> all) {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder().name(family.name()).help(family.help());
    for (Metrics.Series one : all) {
      counter.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder()
              .labels(labels(one))
              .value(metrics.value(one))
              .build());
    }
    return counter.build();
  }

  private GaugeSnapshot gauge(MetricFamily family, List<Metrics.Series> all) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(family.name()).help(family.help());
    for (Metrics.Series one : all) {
      gauge.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(labels(one))
              .value(metrics.value(one))
              .build());
    }
    return gauge.build();
  }

  private static InfoSnapshot info(MetricFamily family, List<Metrics.Series> all) {
    InfoSnapshot.Builder info = InfoSnapshot.builder().name(family.name()).help(family.help());
    all.forEach(one ->
        info.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(labels(one)).build()));
    return info.build();
  }

  private HistogramSnapshot histogram(MetricFamily family, List<Metrics.Series> all) {
    HistogramSnapshot.Builder histogram =
        HistogramSnapshot.builder().name(family.name()).help(family.help());
    for (Metrics.Series one : all) {
      BucketHistogram held = metrics.buckets(one);
      ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
      long[] counts = held.counts();
      for (int i = 0; i < counts.length; i++) {
        double bound =
            i < family.buckets().size() ? family.buckets().get(i) : Double.POSITIVE_INFINITY;
        buckets.bucket(bound, counts[i]);
      }
      histogram.dataPoint(
          HistogramSnapshot.HistogramDataPointSnapshot.builder()
              .labels(labels(one))
              .classicHistogramBuckets(buckets.build())
              .sum(held.sum())
              .build());
    }
    return histogram.build();
  }

  private static Labels labels(Metrics.Series one) {
    return Labels.of(one.family().labels(), one.values());
  }
}
