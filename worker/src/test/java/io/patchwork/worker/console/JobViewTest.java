package io.patchwork.worker.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.JobKind;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.StoredEvent;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobViewTest {

  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final BlockingQueue<JobState> changes = new LinkedBlockingQueue<>();
  private final InProcessJobQueue queue =
      new InProcessJobQueue(Lanes.topology("view", List.of(Duration.ofSeconds(1))), 1);

  @AfterEach
  void close() {
    queue.close();
  }

  private static JobRef job(String id) {
    return new JobRef(new JobId(id), "platform", JobKind.INGEST);
  }

  private static JobEvent started(String id) {
    return new JobEvent.Started(job(id), 1, "worker-1");
  }

  private static JobEvent failed(String id) {
    return new JobEvent.Failed(job(id), FailureCode.INTERNAL, "It failed.", null, List.of());
  }

  private JobView view(int capacity) {
    JobView view = new JobView(queue, Duration.ofHours(1), capacity, now::get);
    var _ = view.listen(changes::add);
    return view;
  }

  private void publish(JobEvent event) throws Exception {
    StoredEvent stored = new Events(now::get).once(event);
    queue
        .publish(
            new Route.Event(stored.routingKey()),
            new Message(stored.id(), stored.body().getBytes(StandardCharsets.UTF_8), Map.of()))
        .await();
  }

  /** Publishes, and waits until the view has it. */
  private void tell(JobEvent event) throws Exception {
    publish(event);
    assertThat(changes.poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  private static List<String> ids(JobView view) {
    return view.page(_ -> true, Optional.empty(), 10).jobs().stream().map(JobState::id).toList();
  }

  @Test
  void theJobsThatEndedLongestAgoMakeRoom() throws Exception {
    try (JobView view = view(2)) {
      tell(started("runs"));
      now.set(NOW.plusSeconds(1));
      tell(failed("ended"));
      now.set(NOW.plusSeconds(2));
      tell(started("new"));

      assertThat(ids(view)).containsExactly("new", "runs");
      assertThat(view.dropped()).isEqualTo(1);
    }
  }

  @Test
  void itSaysWhileItReadsWhatHappenedBeforeItBegan() throws Exception {
    publish(started("earlier"));
    now.set(NOW.plus(Duration.ofMinutes(10)));
    try (JobView view = view(10)) {
      String earlier = StoreLayout.jobHash(job("earlier"));
      for (int i = 0; i < 500 && view.find(earlier).isEmpty(); i++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(view.find(earlier)).isPresent();
      assertThat(view.isCatchingUp()).isTrue();
      now.set(now.get().plusSeconds(3));
      assertThat(view.isCatchingUp()).isFalse();
      tell(started("now"));

      assertThat(view.isCatchingUp()).isFalse();
    }
  }

  @Test
  void whatEndedBeforeTheTimeThatIsLookedBackGoes() throws Exception {
    try (JobView view = view(10)) {
      tell(started("runs"));
      tell(failed("ended"));
      now.set(NOW.plus(Duration.ofHours(2)));

      view.age();

      assertThat(ids(view)).containsExactly("runs");
      assertThat(view.since()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }
  }

  @Test
  void whatWasForgottenGoesOnceThatIsTold() throws Exception {
    try (JobView view = view(10)) {
      tell(failed("ended"));
      view.dropForgotten(_ -> false);
      assertThat(ids(view)).containsExactly("ended");

      String zeros = "0".repeat(64);
      JobRef forget = new JobRef(new JobId("forget"), "platform", JobKind.FORGET);
      tell(
          new JobEvent.Forgotten(
              forget, StoreLayout.deletionReport(forget).value(), new Sha256(zeros), 1));
      view.dropForgotten(each -> !each.id().equals("ended"));

      assertThat(ids(view)).containsExactly("forget");
    }
  }

  @Test
  void pagesHoldEachJobOnce() throws Exception {
    try (JobView view = view(10)) {
      for (int i = 0; i < 5; i++) {
        tell(started("job-" + i));
      }

      JobView.Page first = view.page(_ -> true, Optional.empty(), 3);
      JobView.Page second =
          view.page(_ -> true, Optional.of(Cursor.behind(first.jobs().getLast())), 3);

      assertThat(first.total()).isEqualTo(5);
      assertThat(first.more()).isTrue();
      assertThat(second.more()).isFalse();
      assertThat(ids(view))
          .containsExactlyElementsOf(
              Stream.of(first, second)
                  .flatMap(page -> page.jobs().stream())
                  .map(JobState::id)
                  .toList());
    }
  }
}
