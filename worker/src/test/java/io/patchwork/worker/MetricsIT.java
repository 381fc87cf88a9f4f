package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.telemetry.MetricFamily;
import io.patchwork.common.testing.TestStore;
import io.patchwork.schema.event.Cost;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.telemetry.JvmMetrics;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker process tells Prometheus after a job. */
@Timeout(120)
final class MetricsIT {

  @TempDir Path temp;

  private static List<MetricFamily> families() throws IllegalAccessException {
    List<MetricFamily> families = new ArrayList<>();
    for (Class<?> names : List.of(WorkerMetrics.class, JvmMetrics.class)) {
      for (Field field : names.getFields()) {
        families.add((MetricFamily) field.get(null));
      }
    }
    return families;
  }

  @Test
  void everyMetricIsThereAndPromtoolFindsNothingToSay() throws Exception {
    try (RealCluster cluster = new RealCluster(temp);
        WorkerProcess worker = cluster.worker("one")) {
      Path picture = TestMedia.image(temp.resolve("a.png"), "64x64");
      JobEvent end = cluster.run(cluster.ingest("picture", "ana", picture));
      assertThat(TestCluster.asset(end).artifacts()).isNotEmpty();

      String text = worker.get("/metrics").body();

      for (MetricFamily family : families()) {
        // Nothing has failed.
        if (!family.equals(WorkerMetrics.STORE_FAILURES)) {
          assertThat(text).contains("# HELP " + family.name());
        }
      }
      assertThat(value(text, "patchwork_ready")).isEqualTo(1);
      assertThat(value(text, "patchwork_broker_connected")).isEqualTo(1);
      assertThat(value(text, "patchwork_dead_letters")).isZero();
      assertThat(value(text, "patchwork_lane_messages{lane=\"bulk\"}")).isZero();
      assertThat(value(text, "patchwork_child_cpu_seconds_total{program=\"ffmpeg\"}")).isPositive();
      assertThat(value(text, "patchwork_cache_lookups_total{cache=\"files\",result=\"miss\"}"))
          .isEqualTo(1);
      Cost cost = Objects.requireNonNull(((JobEvent.Completed) end).cost());
      assertThat(cost.fetchedBytes()).isEqualTo(Files.size(picture));
      assertThat(cost.storedBytes())
          .isEqualTo((long) value(text, "patchwork_artifact_stored_bytes_total"));
      assertThat(cost.cpuMillis()).isBetween(1L, 60_000L);
      assertThat(cost.peakMemoryBytes()).isGreaterThan(1 << 20);
      assertThat(cost.stages()).containsExactly(new Cost.Stage("ingest", cost.cpuMillis()));
      assertThat(value(text, "patchwork_store_clock_skew_seconds")).isBetween(-2.0, 1.0);
      assertThat(value(text, "patchwork_store_request_seconds_count{operation=\"PutObject\"}"))
          .isGreaterThan(5);
      assertThat(check(text)).isEqualTo("0 ");
    }
  }

  private static double value(String text, String series) {
    Matcher line =
        Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE).matcher(text);
    assertThat(line.find()).as(series + " in\n" + text).isTrue();
    return Double.parseDouble(line.group(1));
  }

  /** Exit code and words of Prometheus' own check. */
  private String check(String text) throws Exception {
    Path file = Files.writeString(temp.resolve("metrics"), text);
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .start();
    String words =
        new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return promtool.waitFor() + " " + words;
  }

  /** As a secret of an orchestrator is replaced, and as somebody replaces it by a wrong one. */
  @Test
  void theStoresKeysAreReadAgainWhenTheirFileChanges() throws Exception {
    Map<String, String> settings =
        Map.of(
            "AWS_ACCESS_KEY_ID",
            "",
            "AWS_SECRET_ACCESS_KEY",
            "",
            "AWS_SHARED_CREDENTIALS_FILE",
            keys(TestStore.SECRET_KEY).toString(),
            "PATCHWORK_RETRY_DELAYS",
            "1s,1s,1s,1s,1s,1s,1s,1s,1s,1s");
    try (RealCluster cluster = new RealCluster(temp);
        WorkerProcess worker = cluster.worker("one", settings)) {
      assertThat(worker.get("/metrics").body()).doesNotContain("status=\"403\"");
      Path picture = TestMedia.image(temp.resolve("a.png"), "64x64");
      var _ = keys("of another");
      try (PendingJob job = cluster.client().send(cluster.ingest("a", "ana", picture), "test")) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!worker.get("/metrics").body().contains("status=\"403\"")) {
          assertThat(System.nanoTime()).as("the new keys are not used").isLessThan(end);
          TimeUnit.MILLISECONDS.sleep(100);
        }
        var _ = keys(TestStore.SECRET_KEY);

        assertThat(TestCluster.asset(job.await(event -> {})).artifacts()).isNotEmpty();
      }
    }
  }

  /** A file of AWS' tools, put in place at once. */
  private Path keys(String secret) throws Exception {
    Path fresh = temp.resolve("credentials.new");
    Files.writeString(
        fresh,
        """
        [default]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
            .formatted(TestStore.ACCESS_KEY, secret));
    return Files.move(fresh, temp.resolve("credentials"), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void theirPageNamesAllOfThem() throws Exception {
    String page = Files.readString(Path.of("../docs/configuration.md"));

    for (MetricFamily family : families()) {
      if (family.name().startsWith("patchwork_")) {
        assertThat(page).contains(family.name());
        family.labels().forEach(label -> assertThat(page).contains("`" + label + "`"));
      }
    }
  }
}
