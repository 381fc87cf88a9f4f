package io.patchwork.worker.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.WorkerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Webhooks of a real broker's events, judged by the library of Standard Webhooks. */
@Timeout(180)
final class RelayIT {

  private static final String SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
  private static final String OTHER = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final int EVENTS = 30;

  @TempDir static Path temp;
  private static RealCluster cluster;
  private static Process receiver;
  private static Path received;
  private static String port;

  @BeforeAll
  static void start() throws Exception {
    Path root = Path.of("..").toRealPath();
    // Node makes what it inherits non-blocking, and this process reads its commands from there.
    Process installed =
        new ProcessBuilder(root.resolve("infra/npm").toString(), "api")
            .redirectErrorStream(true)
            .start();
    String said = new String(installed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(installed.waitFor()).as(said).isZero();
    cluster = new RealCluster(temp);
    received = temp.resolve("received.jsonl");
    Files.createFile(received);
    receiver =
        new ProcessBuilder(
                "node",
                root.resolve("infra/api/webhooks.cjs").toString(),
                "target/api/node_modules",
                SECRET,
                received.toString())
            .redirectError(temp.resolve("receiver.log").toFile())
            .start();
    BufferedReader lines = receiver.inputReader(StandardCharsets.UTF_8);
    port = lines.readLine();
    Files.writeString(temp.resolve("secret"), SECRET);
    Files.writeString(temp.resolve("other"), OTHER);
  }

  @AfterAll
  static void stop() {
    receiver.destroyForcibly();
    cluster.close();
  }

  private static String endpoint(String name, String path, String more) {
    return "  - name: "
        + name
        + "\n    url: http://127.0.0.1:"
        + port
        + path
        + "\n    secretFile: "
        + temp.resolve("secret")
        + "\n"
        + more;
  }

  private static WorkerProcess relay(String name, String... endpoints) throws Exception {
    Path file = temp.resolve(name + ".yaml");
    Files.writeString(file, "endpoints:\n" + String.join("", endpoints));
    return WorkerProcess.command(
        temp.resolve(name),
        cluster.settings(Map.of()),
        "patchwork relay: telling",
        "relay",
        file.toString());
  }

  private static void publish(String from, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      JobRef job = new JobRef(new JobId(from + "-" + i), "urn:test", JobKind.INGEST);
      String id = from + "-event-" + i;
      byte[] body =
          MessageCodec.write(
              new Envelope(new JobId(id), "patchwork", "ä", Instant.now(), null),
              new JobEvent.Cancelled(job));
      cluster
          .queue()
          .publish(new Route.Event("cancelled.ingest.x"), new Message(id, body, Map.of()))
          .await();
    }
  }

  private static List<JsonNode> at(String path, String from) {
    try {
      return Files.readAllLines(received).stream()
          .map(line -> Json.tree(line.getBytes(StandardCharsets.UTF_8)))
          .filter(each -> each.path("path").asString().equals(path))
          .filter(each -> each.path("id").asString().startsWith(from))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) throws Exception {
    for (int i = 0; i < 1200 && !condition.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  private static List<String> ids(String from) {
    return IntStream.range(0, EVENTS).mapToObj(i -> from + "-event-" + i).toList();
  }

  @Test
  void everyDeliveryIsAcceptedByTheLibraryAndADeadEndpointDelaysNobody() throws Exception {
    try (WorkerProcess relay =
        relay(
            "all",
            endpoint(
                "ok",
                "/ok",
                "    allowPrivate: true\n    previousSecretFile: " + temp.resolve("other") + "\n"),
            endpoint("flaky", "/flaky", "    allowPrivate: true\n"),
            endpoint("dead", "/dead", "    allowPrivate: true\n"),
            endpoint("slow", "/slow", "    allowPrivate: true\n"),
            endpoint("redirect", "/redirect", "    allowPrivate: true\n"),
            endpoint("own-network", "/private", ""))) {
      long began = System.nanoTime();
      publish("all", EVENTS);
      await("all at ok", () -> at("/ok", "all").size() >= EVENTS);
      // The dead endpoint has not had the time to refuse its second event.
      assertThat((System.nanoTime() - began) / 1_000_000_000L).isLessThan(20);
      await(
          "all at flaky, after a retry each",
          () ->
              at("/flaky", "all").stream()
                          .map(each -> each.path("id").asString())
                          .distinct()
                          .count()
                      == EVENTS
                  && at("/flaky", "all").size() >= 2 * EVENTS);
      await("a redirect is tried", () -> !at("/redirect", "all").isEmpty());

      assertThat(at("/ok", "all"))
          .extracting(each -> each.path("id").asString())
          .isEqualTo(ids("all"));
      assertThat(at("/ok", "all")).allMatch(each -> each.path("signatures").asInt() == 2);
      for (String path : List.of("/ok", "/flaky", "/dead", "/slow", "/redirect")) {
        assertThat(at(path, "all"))
            .as(path)
            .isNotEmpty()
            .allMatch(each -> each.path("verdict").asString().equals("accepted"));
      }
      // What redirects was not followed, and what is of the own network was not called.
      assertThat(at("/ok", "all")).hasSize(EVENTS);
      assertThat(at("/private", "")).isEmpty();
      relay.awaitLine("endpoint=own-network");
      assertThat(relay.log()).contains("allowPrivate");
    }
  }

  @Test
  void anEndpointThatIsGoneIsToldNothingUntilItIsEnabledAndARestartGoesOn() throws Exception {
    try (WorkerProcess relay =
        relay(
            "gone",
            endpoint("gone", "/gone", "    allowPrivate: true\n"),
            endpoint("stays", "/stays", "    allowPrivate: true\n"))) {
      publish("first", 3);
      await("told once", () -> at("/gone", "first").size() == 1);
      await("the other is told", () -> at("/stays", "first").size() == 3);
      relay.awaitLine("answered 410");
      assertThat(relay.terminate()).isZero();
    }
    publish("between", 2);
    try (WorkerProcess again =
        relay(
            "gone",
            endpoint("gone", "/gone", "    allowPrivate: true\n"),
            endpoint("stays", "/stays", "    allowPrivate: true\n"))) {
      await("what came between is told", () -> at("/stays", "between").size() == 2);
      assertThat(at("/gone", "")).hasSize(1);
      assertThat(at("/stays", "first")).hasSize(3);
      assertThat(again.log()).contains("not told, because they answered 410: gone");
    }
    WorkerProcess.Said enabled =
        WorkerProcess.say(
            temp.resolve("enable"), cluster.settings(Map.of()), "relay", "--enable", "gone");
    assertThat(enabled.exit()).as(enabled.err()).isZero();
    assertThat(
            Json.tree(
                    cluster
                        .store()
                        .read(new ObjectKey("relay/gone.json"), 1 << 10)
                        .orElseThrow()
                        .bytes())
                .path("isDisabled")
                .asBoolean())
        .isFalse();
  }
}
