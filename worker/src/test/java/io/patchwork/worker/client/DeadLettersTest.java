package io.patchwork.worker.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.FileObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.Headers;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.TerminalRecords;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLettersTest {

  @TempDir Path folder;
  private final JobQueue queue =
      new InProcessJobQueue(Lanes.topology("test", List.of(Duration.ofSeconds(1))), 1);
  private final DeadLetters letters = new DeadLetters(queue);

  @BeforeEach
  void bury() {
    bury(Lanes.INTERACTIVE, "one");
    bury(Lanes.RENDER, "two");
    bury(Lanes.BULK, "three");
  }

  @AfterEach
  void close() {
    queue.close();
  }

  private void bury(Lane lane, String body) {
    queue.publish(
        new Route.Dead(),
        new Message(
            "id of " + body,
            body.getBytes(StandardCharsets.UTF_8),
            Map.of(JobQueue.LANE, lane.name(), Headers.REASON, "internal")));
  }

  private String id(int position) {
    return letters.list().get(position).id();
  }

  private DeadLetterRetry retry(Map<Lane, DeadLetterRetry.LaneRetry> lanes) {
    TerminalRecords records =
        new TerminalRecords(
            new FileObjectStore(folder),
            new Events(InstantSource.system()),
            InstantSource.system());
    return new DeadLetterRetry(queue, records, lanes);
  }

  @Test
  void theyAreListedOldestFirstAndFoundByTheirIds() {
    assertThat(letters.list())
        .extracting(FailedMessage::body)
        .containsExactly("one", "two", "three");
    assertThat(letters.find(id(1)).orElseThrow())
        .extracting(FailedMessage::lane, FailedMessage::reason)
        .containsExactly("render", "internal");
    assertThat(letters.find("nothing")).isEmpty();
  }

  @Test
  void aDroppedOneIsGoneAndAnUnknownIdIsTold() {
    List<String> gone = new ArrayList<>();
    String dropped = id(0);

    DeadLetters.Unresolved left =
        letters.resolve(List.of(dropped, "nothing"), letter -> {}, gone::add);

    assertThat(gone).containsExactly(dropped);
    assertThat(left.unknown()).containsExactly("nothing");
    assertThat(letters.list()).extracting(FailedMessage::body).containsExactly("two", "three");
  }

  @Test
  void aRetriedOneGoesBackToItsLane() {
    DeadLetters.Unresolved left = letters.resolve(List.of(id(0), id(2)), retry(Map.of()), id -> {});

    assertThat(left.failures()).isEmpty();
    assertThat(queue.depth(Lanes.INTERACTIVE)).isEqualTo(1);
    assertThat(queue.depth(Lanes.BULK)).isEqualTo(1);
    assertThat(letters.list()).extracting(FailedMessage::body).containsExactly("two");
  }

  @Test
  void aLaneOfWorkersIsRetriedByThem() {
    Map<Lane, DeadLetterRetry.LaneRetry> render =
        Map.of(
            Lanes.RENDER,
            (dead, outbox) ->
                outbox.send(
                    new Route.ToLane(Lanes.INTERACTIVE), new Message("again", dead, Map.of())));

    letters.resolve(List.of(id(1)), retry(render), id -> {});

    assertThat(queue.depth(Lanes.RENDER)).isZero();
    assertThat(queue.depth(Lanes.INTERACTIVE)).isEqualTo(1);
  }

  @Test
  void oneThatCannotBeRetriedStaysAndTheOthersGo() {
    Refused gone = new Refused(FailureCode.INTERNAL, "Its render is gone.");
    String stuck = id(1);
    Map<Lane, DeadLetterRetry.LaneRetry> render =
        Map.of(
            Lanes.RENDER,
            (dead, outbox) -> {
              throw gone;
            });

    DeadLetters.Unresolved left =
        letters.resolve(List.of(id(0), stuck, id(2)), retry(render), id -> {});

    assertThat(left.failures()).containsExactly(Map.entry(stuck, gone));
    assertThat(letters.list()).extracting(FailedMessage::id).containsExactly(stuck);
  }
}
