package io.patchwork.worker.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.telemetry.Metrics;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  void metricsHaveLabelsBucketsAndSentences() throws Exception {
    metrics.counter(WorkerMetrics.JOB_DELIVERIES, "bulk", "ingest", "done").inc(3);
    metrics.counter(WorkerMetrics.JOB_DELIVERIES, "render", "render", "done").inc(5);
    metrics.histogram(WorkerMetrics.JOB_DURATION, "bulk").add(Duration.ofSeconds(2));
    metrics.histogram(WorkerMetrics.JOB_DURATION, "bulk").add(Duration.ofHours(3));
    metrics.add(WorkerMetrics.CHILD_RUN, Duration.ofMillis(30), "ffmpeg");
    metrics.counter(WorkerMetrics.SOURCE_FETCHED).inc(7);
    metrics.read(WorkerMetrics.JOBS_RUNNING, () -> 2);

    try (AdminServer server = server()) {
      String text = get(server, "/metrics").body();

      assertThat(text)
          .contains(
              "# HELP patchwork_job_deliveries_total Deliveries of jobs and tasks that this worker has"
                  + " finished, by how they ended.")
          .contains(
              "patchwork_job_deliveries_total{kind=\"ingest\",lane=\"bulk\",outcome=\"done\"} 3.0")
          .contains(
              "patchwork_job_deliveries_total{kind=\"render\",lane=\"render\",outcome=\"done\"} 5.0")
          .contains("patchwork_job_duration_seconds_bucket{lane=\"bulk\",le=\"1.0\"} 0")
          .contains("patchwork_job_duration_seconds_bucket{lane=\"bulk\",le=\"2.5\"} 1")
          .contains("patchwork_job_duration_seconds_bucket{lane=\"bulk\",le=\"+Inf\"} 2")
          .contains("patchwork_job_duration_seconds_sum{lane=\"bulk\"} 10802.0")
          .contains("patchwork_child_run_seconds_total{program=\"ffmpeg\"} 0.03")
          .contains("patchwork_source_fetched_bytes_total 7.0")
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

  @Test
  void itCanOnlyBeReadAndOnlyAtItsPaths() throws Exception {
    try (AdminServer server = server();
        HttpClient client = HttpClient.newHttpClient()) {
      URI ready = URI.create("http://127.0.0.1:" + server.port() + "/readyz");
      HttpResponse<String> posted =
          client.send(
              HttpRequest.newBuilder(ready)
                  .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      HttpResponse<String> head =
          client.send(
              HttpRequest.newBuilder(ready).HEAD().build(), HttpResponse.BodyHandlers.ofString());

      assertThat(posted.statusCode()).isEqualTo(405);
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      for (String path : List.of("/", "/readyz/", "/metrics/../readyzz", "/healthz%00", "/x")) {
        assertThat(get(server, path).statusCode()).as(path).isEqualTo(404);
      }
    }
  }

  @Test
  void whoeverSendsSlowlyHoldsUpNobodyAndIsSentAway() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try (AdminServer server = server()) {
      for (int i = 0; i < 200; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write("GET /readyz HTTP/1.1\r\nHost: ".getBytes(UTF_8));
        slow.add(socket);
      }

      assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
      for (Socket socket : slow) {
        socket.setSoTimeout(30_000);
        assertThat(socket.getInputStream().read()).as("the end of the connection").isEqualTo(-1);
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }
}
