package io.patchwork.worker.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.event.Cost;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code patchwork cost} over a store in which real jobs ended, beside what their events told. */
@Timeout(120)
final class CostIT {

  @TempDir static Path temp;
  private static TestCluster cluster;
  private static Cost uploads;
  private static Cost film;

  @BeforeAll
  static void work() throws Exception {
    cluster = new TestCluster(temp, Map.of());
    Path first = TestMedia.video(temp.resolve("a.mp4"), 2, "320x180", "25", 440);
    Path second = TestMedia.image(temp.resolve("b.png"), "640x360");
    uploads =
        cost(cluster.ingest("a", first, TestCluster.SMALL)).plus(cost(cluster.ingest("b", second)));
    Otio timeline = new Otio("25");
    timeline.track("Video", timeline.clip("asset:a", 0, 25));
    film = cost(cluster.render("film", timeline.bytes(), "preview"));
    // Asked for again, it is there, and costs nothing more.
    cost(cluster.render("film", timeline.bytes(), "preview"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Cost cost(JobEvent end) {
    if (end instanceof JobEvent.Completed completed) {
      return Objects.requireNonNull(completed.cost());
    }
    throw new AssertionError(end);
  }

  private static WorkerProcess.Said say(String... arguments) throws Exception {
    List<String> all =
        new ArrayList<>(List.of("cost", "--local", cluster.folder().resolve("store").toString()));
    all.addAll(List.of(arguments));
    return WorkerProcess.say(temp, Map.of(), all.toArray(String[]::new));
  }

  private static JsonNode json(String... arguments) throws Exception {
    WorkerProcess.Said said = say(arguments);
    assertThat(said.exit()).as(said.err()).isZero();
    return Json.tree(said.out().getBytes(StandardCharsets.UTF_8));
  }

  private static void assertIs(JsonNode told, Cost cost) {
    assertThat(told.path("cpuMillis").asLong()).isEqualTo(cost.cpuMillis()).isPositive();
    assertThat(told.path("fetchedBytes").asLong()).isEqualTo(cost.fetchedBytes());
    assertThat(told.path("storedBytes").asLong()).isEqualTo(cost.storedBytes()).isPositive();
  }

  @Test
  void allJobsOfADayAreAddedUpAndAFilmCountsOnce() throws Exception {
    JsonNode day = json("--since", "24h", "--json");

    assertThat(day.path("kinds").path(0).path("kind").asString()).isEqualTo("ingest");
    assertThat(day.path("kinds").path(0).path("jobs").asInt()).isEqualTo(2);
    assertThat(day.path("kinds").path(1).path("jobs").asInt()).isEqualTo(1);
    assertIs(day.path("kinds").path(0).path("cost"), uploads);
    assertIs(day.path("total"), uploads.plus(film));
  }

  @Test
  void aFilmsOwnCost() throws Exception {
    assertIs(json("film", "--json").path("total"), film);
    assertThat(say("film").out().lines()).anyMatch(line -> line.matches("render +1 .*"));
  }

  @Test
  void whatIsNotThereOrWasNotNamedIsSaid() throws Exception {
    assertThat(say("another").err()).contains("There is no finished render another in ");
    assertThat(say().err()).contains("Name a render, or give --since");
  }
}
