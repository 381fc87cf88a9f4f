package io.patchwork.worker.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.LoggedEvent;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.queue.Subscription;
import io.patchwork.worker.jobs.Lanes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ResumedLogTest {

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final InProcessJobQueue queue =
      new InProcessJobQueue(Lanes.topology("test", List.of(Duration.ofSeconds(1))), 1);
  private final BlockingQueue<LoggedEvent> told = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    queue.close();
  }

  private void publish(String... ids) {
    for (String id : ids) {
      var _ =
          queue.publish(
              new Route.Event("completed.ingest"), new Message(id, new byte[0], Map.of()));
    }
  }

  private Subscription read(RelayState.@Nullable Taken taken) {
    return ResumedLog.read(queue, Instant.EPOCH, taken, PATIENCE, told::add);
  }

  private static RelayState.Taken taken(long offset, String id) {
    return new RelayState.Taken(offset, id, Instant.now());
  }

  private List<String> told(int count) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LoggedEvent next = told.poll(10, TimeUnit.SECONDS);
      ids.add(next == null ? "nothing" : next.message().id());
    }
    return ids;
  }

  private void assertNoMore() throws InterruptedException {
    assertThat(told.poll(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void inItsOwnLogItGoesOnBehindTheLastEvent() throws Exception {
    publish("a", "b", "c");
    try (Subscription _ = read(taken(1, "b"))) {
      assertThat(told(1)).containsExactly("c");
      publish("d");
      assertThat(told(1)).containsExactly("d");
      assertNoMore();
    }
  }

  @Test
  void whereNothingWasTakenItBeginsWithTheFirst() throws Exception {
    publish("a");
    try (Subscription _ = read(null)) {
      assertThat(told(1)).containsExactly("a");
    }
  }

  @Test
  void inTheLogOfAnotherBrokerWhatHappenedSinceIsTold() throws Exception {
    publish("x", "y", "z");
    try (Subscription _ = read(taken(1, "b"))) {
      assertThat(told(3)).containsExactly("x", "y", "z");
      publish("later");
      assertThat(told(1)).containsExactly("later");
      assertNoMore();
    }
  }

  @Test
  void inALogThatIsShorterItDoesNotWaitForThePlace() throws Exception {
    publish("x");
    try (Subscription _ = read(taken(1000, "b"))) {
      assertThat(told(1)).containsExactly("x");
      publish("later");
      assertThat(told(1)).containsExactly("later");
      assertNoMore();
    }
  }

  @Test
  void onceClosedItTellsNothing() throws Exception {
    publish("a", "b");
    read(taken(0, "a")).close();
    publish("c");
    told.clear();
    publish("d");
    assertNoMore();
  }
}
