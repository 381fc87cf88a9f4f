package io.patchwork.worker.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Subscription;
import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.JobRunner;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.RunningJobs;
import io.patchwork.worker.jobs.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every fan-out keeps to, with the tasks of each of its users: run by workers that die at the
 * worst moments.
 *
 * @param <R> what identifies one fan-out
 */
@Timeout(60)
public abstract class FanOutContract<R> {

  private static final int WORKERS = 4;

  @TempDir Path temp;
  private InProcessJobQueue queue;
  private CrashingStore store;
  private RecordedWorkload<R> workload;
  private FanOut<R> fanOut;
  private Outbox outbox;
  private final RunningJobs running = new RunningJobs();
  private @Nullable Subscription workers;
  private final BlockingQueue<Message> followers = new LinkedBlockingQueue<>();

  /** A fan-out of more than two windows of short tasks, and one long one. */
  protected abstract RecordedWorkload<R> workload() throws Exception;

  protected abstract R of();

  @BeforeEach
  void start() throws Exception {
    open(Duration.ofMillis(60));
    store = new CrashingStore(new FileObjectStore(temp.resolve("store")));
    workload = workload();
    fanOut = new FanOut<>(workload, store);
  }

  /** Opens a queue whose watchdogs come back after a delay. */
  private void open(Duration watchdogDelay) {
    queue =
        new InProcessJobQueue(
            Lanes.topology("t", List.of(Duration.ofMillis(20), watchdogDelay)), 1);
    outbox = new Outbox(queue, new Metrics());
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (workers != null) {
      workers.close();
    }
    assertThat(running.awaitNone(Duration.ofSeconds(10))).as("whether all tasks ended").isTrue();
    queue.close();
  }

  private List<Task> tasks() {
    return workload.tasks(of()).orElseThrow();
  }

  private void work() throws Exception {
    FanOutTasks<R> reader = new FanOutTasks<>(fanOut);
    JobRunner runner =
        new JobRunner(
            queue,
            reader,
            new Events(InstantSource.system()),
            new Workspaces(temp.resolve("work"), 0),
            running,
            Optional.empty(),
            2,
            failure -> {},
            InstantSource.system(),
            new Metrics());
    workers = queue.consume(workload.lane(of()), WORKERS, runner::run);
    if (workload.last(of()) instanceof Workload.Last.Send(Lane lane, var _)) {
      queue.consume(
          lane,
          1,
          delivery -> {
            followers.add(delivery.message());
            workload.end();
            delivery.ack();
          });
    }
  }

  private void begin() throws Exception {
    fanOut.start(of(), tasks(), true, outbox);
    outbox.flush();
  }

  private int lasts() {
    return workload.last(of()) instanceof Workload.Last.Finish
        ? workload.finishes()
        : followers.size();
  }

  private void awaitEnd() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (lasts() == 0 && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(lasts()).as("what follows the last task").isPositive();
  }

  private List<String> ids() {
    return tasks().stream().map(Task::id).toList();
  }

  @Test
  void everyTaskIsDoneOnceAndTheLastOneSendsWhatFollows() throws Exception {
    work();

    begin();
    awaitEnd();

    assertThat(workload.performed()).containsExactlyInAnyOrderElementsOf(ids());
    assertThat(lasts()).isEqualTo(1);
    assertThat(fanOut.marked(of())).containsExactlyInAnyOrderElementsOf(ids());
  }

  @Test
  void atMostAWindowOfShortTasksWaits() throws Exception {
    queue.close();
    // A watchdog that is back in the lane would be counted with the tasks.
    open(Duration.ofMinutes(1));
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger most = new AtomicInteger();
    workload.whenDone(task -> {
      go.await();
      most.accumulateAndGet((int) queue.depth(workload.lane(of())), Math::max);
    });
    begin();
    long isLong = tasks().stream().filter(Task::isLong).count();
    assertThat(queue.depth(workload.lane(of()))).isEqualTo(FanOut.WINDOW + isLong);

    work();
    go.countDown();
    awaitEnd();

    assertThat(most.get()).isLessThanOrEqualTo((int) (FanOut.WINDOW + isLong));
  }

  @Test
  void whatWasFoundIsNotDone() throws Exception {
    List<String> found = List.of(ids().get(0), ids().get(3), ids().getLast());
    work();

    assertThat(fanOut.noteFound(of(), found)).containsExactlyInAnyOrderElementsOf(found);
    assertThat(fanOut.noteFound(of(), ids())).containsExactlyInAnyOrderElementsOf(found);
    begin();
    awaitEnd();

    assertThat(workload.performed()).doesNotContainAnyElementsOf(found);
    assertThat(workload.performed()).hasSize(ids().size() - found.size());
  }

  @Test
  void whereEverythingWasFoundOnlyTheLastOneIsSent() throws Exception {
    work();

    fanOut.noteFound(of(), ids());
    begin();
    awaitEnd();

    assertThat(workload.performed()).isEmpty();
  }

  private void dies(Runnable when) throws Exception {
    when.run();
    work();

    begin();
    awaitEnd();

    assertThat(store.hasCrashed()).as("whether somebody died").isTrue();
    assertThat(Set.copyOf(workload.performed())).containsExactlyInAnyOrderElementsOf(ids());
    assertThat(workload.failures()).isEmpty();
  }

  private boolean isMarker(ObjectKey key, int place) {
    return key.value().endsWith("/done/" + ids().get(place));
  }

  @Test
  void aWorkerMayDieBehindATask() throws Exception {
    dies(() -> store.crashBefore(key -> isMarker(key, 2)));
  }

  @Test
  void aWorkerMayDieBehindAMarker() throws Exception {
    dies(() -> store.crashAfter(key -> isMarker(key, 2)));
  }

  @Test
  void aWorkerMayDieBehindTheMarkerOfALongTask() throws Exception {
    int place = tasks().indexOf(tasks().stream().filter(Task::isLong).findFirst().orElseThrow());

    dies(() -> store.crashAfter(key -> isMarker(key, place)));
  }

  @Test
  void aWorkerMayDieBeforeTheLastOneIsNoted() throws Exception {
    dies(() -> store.crashBefore(key -> key.value().endsWith("/complete")));
  }

  @Test
  void aWorkerMayDieBehindTheLastOne() throws Exception {
    dies(() -> store.crashAfter(key -> key.value().endsWith("/complete")));
  }

  @Test
  void aTaskThatRestsReleasesItsSuccessorOnce() throws Exception {
    AtomicBoolean isAway = new AtomicBoolean(true);
    workload.whenDone(task -> {
      if (task.id().equals(ids().get(1)) && isAway.getAndSet(false)) {
        throw new Unavailable(FailureCode.STORE_UNAVAILABLE, "away", null);
      }
    });
    work();

    begin();
    awaitEnd();

    assertThat(workload.performed()).containsExactlyInAnyOrderElementsOf(ids());
  }

  @Test
  void messagesThatAreLostAreSentAgainByTheWatchdog() throws Exception {
    // Everything that the start sends to the lane, but the watchdog, falls under the table.
    var thief = queue.consume(workload.lane(of()), 100, delivery -> delivery.ack());
    fanOut.markers(of()).mark(ids().getFirst(), Map.of());
    for (Task task : tasks().subList(1, 4)) {
      fanOut.redo(of(), task, outbox);
    }
    outbox.flush();
    while (queue.depth(workload.lane(of())) > 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    thief.close();
    work();

    fanOut.watch(of(), 1, outbox);
    outbox.flush();
    awaitEnd();

    assertThat(workload.performed())
        .containsExactlyInAnyOrderElementsOf(ids().subList(1, ids().size()));
  }

  @Test
  void whatIsGoneIsDoneAgain() throws Exception {
    if (!(workload.last(of()) instanceof Workload.Last.Finish)) {
      fanOut.redo(of(), tasks().get(2), outbox);
      assertThat(fanOut.marked(of())).isEmpty();
      return;
    }
    workload.lose(ids().get(2));
    work();

    begin();
    awaitEnd();

    assertThat(workload.performed()).hasSize(ids().size() + 1).endsWith(ids().get(2));
  }
}
