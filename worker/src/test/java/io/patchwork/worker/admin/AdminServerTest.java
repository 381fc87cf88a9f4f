package io.patchwork.worker.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.telemetry.Metrics;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class AdminServerTest {

  private final Metrics metrics = new Metrics();
  private final AtomicReference<String> reason = new AtomicReference<>("");

  private HttpResponse<String> get(AdminServer server, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private AdminServer server() throws Exception {
    return new AdminServer(
        InetAddress.getLoopbackAddress(),
        0,
        metrics,
        () -> Optional.of(reason.get()).filter(text -> !text.isEmpty()));
  }

  @Test
  void metricsHaveLabels() throws Exception {
    metrics.counter("job.deliveries", "ingest", "done").inc(3);
    metrics.counter("child.process.exits", "ffmpeg", "success").inc();
    metrics.timer("job.duration.seconds", "bulk").update(Duration.ofSeconds(2));
    metrics.counter("child.process.run.milliseconds", "ffmpeg").inc(30);
    metrics.counter("source.fetched.bytes").inc(7);
    metrics.counter("job.deliveries", "render", "done").inc(5);
    metrics.gauge("jobs.running", () -> 2);

    try (AdminServer server = server()) {
      String text = get(server, "/metrics").body();

      assertThat(text)
          .contains("patchwork_job_deliveries_total{kind=\"ingest\",outcome=\"done\"} 3.0")
          .contains(
              "patchwork_child_process_exits_total{ending=\"success\",program=\"ffmpeg\"} 1.0")
          .contains("patchwork_job_duration_seconds_count{lane=\"bulk\"} 1")
          .contains("patchwork_child_process_run_milliseconds_total{program=\"ffmpeg\"} 30.0")
          .contains("patchwork_source_fetched_bytes_total 7.0")
          .contains("patchwork_job_deliveries_total{kind=\"render\",outcome=\"done\"} 5.0")
          .contains("patchwork_jobs_running 2.0");
    }
  }

  @Test
  void aWorkerThatTakesNoJobsIsNotReadyButHealthy() throws Exception {
    reason.set("The store cannot be reached.");

    try (AdminServer server = server()) {
      assertThat(get(server, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(server, "/readyz").body()).contains("The store cannot be reached.");
      assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
      reason.set("");
      assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
    }
  }
}
