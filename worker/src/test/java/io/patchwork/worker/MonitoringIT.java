package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.testing.TestBroker;
import io.patchwork.common.testing.TestServices;
import io.patchwork.common.testing.TestStore;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.jobs.Lanes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Alerts and dashboards speak of what workers tell: Prometheus scrapes a live one, and each
 * expression of a dashboard has a result.
 */
@Timeout(180)
final class MonitoringIT {

  private static final Path MONITORING = Path.of("../infra/monitoring");

  /** Grafana's own variable, and ours with all chosen. */
  private static final Map<String, String> VARIABLES =
      Map.of("$__rate_interval", "20s", "$lane", ".*", "$instance", ".*");

  @TempDir Path temp;

  private record Said(int exit, String text) {}

  private static Said promtool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(promtool.waitFor(), text.strip());
  }

  @Test
  void eachAlertFiresWhenItShouldAndNotOtherwise() throws Exception {
    Said said = promtool("test", "rules", MONITORING.resolve("rules.test.yml").toString());

    assertThat(said.exit()).as(said.text()).isZero();
  }

  @Test
  void eachAlertHasATestAndASectionOfTheRunbook() throws Exception {
    Set<String> alerts = named("rules.yml", "- alert: (\\w+)");

    assertThat(alerts).hasSizeGreaterThan(15);
    assertThat(named("rules.test.yml", "- name: (Patchwork\\w+)")).isEqualTo(alerts);
    assertThat(named("../../docs/runbook.md", "^## (Patchwork\\w+)")).isEqualTo(alerts);
    assertThat(named("rules.yml", "runbook: docs/runbook.md#(\\w+)"))
        .isEqualTo(
            alerts.stream()
                .map(alert -> alert.toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Set<String> named(String file, String pattern) throws Exception {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(Files.readString(MONITORING.resolve(file)))
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void eachExpressionOfADashboardHasAResultInALiveCluster() throws Exception {
    try (RealCluster cluster = new RealCluster(temp);
        WorkerProcess worker = cluster.worker("one")) {
      Process prometheus = prometheus(worker.adminPort(), MONITORING.resolve("rules.yml"));
      try {
        // Between two scrapes at least, so that there are rates.
        String server = "http://127.0.0.1:" + port;
        awaitResult(server, "count_over_time(up{job=\"patchwork\"}[1m]) > 1");
        Path clip = TestMedia.video(temp.resolve("clip.mp4"), 2, "320x180", "25", 440);
        JobEvent end = cluster.run(cluster.ingest("clip", "ana", clip));
        assertThat(TestCluster.asset(end).artifacts()).isNotEmpty();
        awaitResult(
            server,
            "patchwork_artifact_stored_bytes_total > 0 and count_over_time(patchwork_artifact_stored_bytes_total[1m]) > 2");

        for (String expression : expressions()) {
          assertThat(promtool("query", "instant", server, expression).text())
              .as(expression)
              .isNotEmpty()
              .doesNotContain("error");
        }
      } finally {
        prometheus.destroy();
        assertThat(prometheus.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  /** Without the time for which it must be so, which the tests of rules try. */
  @Test
  void alertsAreProvokedInALiveCluster() throws Exception {
    Path hasty =
        Files.writeString(
            temp.resolve("rules.yml"),
            Files.readString(MONITORING.resolve("rules.yml"))
                .replaceAll("(?m)^ +for: \\w+\\n", ""));
    try (TestBroker broker = TestServices.freshBroker();
        TestStore store = TestServices.freshStore();
        RealCluster cluster = new RealCluster(temp, broker.uri(), store);
        WorkerProcess worker =
            cluster.worker("one", Map.of("PATCHWORK_LANES", "bulk", "PATCHWORK_SANDBOX", "none"))) {
      Process prometheus = prometheus(worker.adminPort(), hasty);
      try {
        Message junk = new Message("junk", "{".getBytes(StandardCharsets.UTF_8), Map.of());
        cluster.queue().publish(new Route.ToLane(Lanes.BULK), junk).await();
        cluster.queue().publish(new Route.ToLane(Lanes.PREVIEW), junk).await();

        awaitAlert("PatchworkSandboxWeak");
        awaitAlert("PatchworkDeadLetters");
        awaitAlert("PatchworkLaneWithoutWorkers");
        Path picture = TestMedia.image(temp.resolve("a.png"), "64x64");
        Ingest upload = cluster.ingest("a", "ana", picture);
        store.away(() -> {
          try (PendingJob _ = cluster.client().send(upload, "test")) {
            awaitAlert("PatchworkStoreFailing");
          }
          return null;
        });
        broker.kill();
        awaitAlert("PatchworkBrokerAway");
        awaitAlert("PatchworkNotReady");
        worker.kill();
        awaitAlert("PatchworkWorkerAway");
        awaitAlert("PatchworkNoWorkers");
      } finally {
        prometheus.destroy();
        assertThat(prometheus.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private void awaitAlert(String name) throws Exception {
    awaitResult(
        "http://127.0.0.1:" + port, "ALERTS{alertname=\"" + name + "\",alertstate=\"firing\"}");
  }

  private int port;

  private Process prometheus(int worker, Path rules) throws Exception {
    port = TestServices.freePort();
    Path settings =
        Files.writeString(
            temp.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [%s]
            scrape_configs:
              - job_name: patchwork
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """
                .formatted(rules.toAbsolutePath().normalize(), worker));
    return new ProcessBuilder(
            "prometheus",
            "--config.file=" + settings,
            "--storage.tsdb.path=" + temp.resolve("tsdb"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve("prometheus.log").toFile())
        .start();
  }

  private void awaitResult(String server, String expression) throws Exception {
    for (int i = 0; i < 120; i++) {
      Said said = promtool("query", "instant", server, expression);
      if (said.exit() == 0 && !said.text().isEmpty()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    throw new AssertionError(
        "no " + expression + "\n" + Files.readString(temp.resolve("prometheus.log")));
  }

  private static List<String> expressions() throws Exception {
    List<String> all = new ArrayList<>();
    try (Stream<Path> dashboards = Files.list(MONITORING.resolve("grafana"))) {
      for (Path dashboard : dashboards.sorted().toList()) {
        for (JsonNode panel : Json.tree(Files.readAllBytes(dashboard)).path("panels")) {
          panel.path("targets").forEach(target -> all.add(plain(target.path("expr").asString())));
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(30);
    return all;
  }

  private static String plain(String expression) {
    String plain = expression;
    for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
      plain = plain.replace(variable.getKey(), variable.getValue());
    }
    assertThat(plain).doesNotContain("$");
    return plain;
  }
}
