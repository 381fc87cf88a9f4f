package io.patchwork.worker.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.common.process.ChildUsage;
import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.Cost;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.telemetry.CostMeter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which task follows which, message by message. */
final class FanOutTest {

  private static final List<Task> TASKS =
      IntStream.range(0, 21)
          .mapToObj(i -> new Task(i < 20 ? "t" + i : "sound", "task", i == 20, 1))
          .toList();

  @TempDir Path temp;
  private final InProcessJobQueue queue =
      new InProcessJobQueue(
          Lanes.topology("t", List.of(Duration.ofMillis(1), Duration.ofMillis(1))), 1);
  private final BlockingQueue<TaskMessage> sent = new LinkedBlockingQueue<>();
  private FanOut<String> fanOut;
  private Outbox outbox;

  @BeforeEach
  void start() {
    RecordedWorkload<String> workload =
        new RecordedWorkload<>(String.class, Lanes.RENDER, TASKS, new Workload.Last.Finish());
    fanOut = new FanOut<>(workload, new FileObjectStore(temp));
    outbox = new Outbox(queue, new Metrics());
    queue.consume(
        Lanes.RENDER,
        100,
        delivery -> {
          sent.add(TaskMessage.read(delivery.message().body()));
          delivery.ack();
        });
  }

  @AfterEach
  void stop() {
    queue.close();
  }

  private List<TaskMessage> sent(int count) throws InterruptedException {
    outbox.flush();
    List<TaskMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TaskMessage message = sent.poll(5, TimeUnit.SECONDS);
      assertThat(message).as("message " + i).isNotNull();
      messages.add(message);
    }
    TimeUnit.MILLISECONDS.sleep(50);
    assertThat(sent).as("more messages").isEmpty();
    return messages;
  }

  private static List<String> tasks(List<TaskMessage> messages) {
    return messages.stream()
        .filter(message -> message.what() == TaskMessage.What.TASK)
        .map(TaskMessage::task)
        .toList();
  }

  private static List<TaskMessage> of(TaskMessage.What what, List<TaskMessage> messages) {
    return messages.stream().filter(message -> message.what() == what).toList();
  }

  @Test
  void aStartSendsAWindowWhatIsLongAndAWatchdog() throws Exception {
    fanOut.start("f", TASKS, false, outbox);

    List<TaskMessage> messages = sent(10);
    assertThat(tasks(messages))
        .containsExactlyInAnyOrder("sound", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7");
    assertThat(of(TaskMessage.What.WATCHDOG, messages))
        .extracting(TaskMessage::round)
        .containsExactly(1);
  }

  @Test
  void whatIsStartedIsStartedAgainOnlyOnARedelivery() throws Exception {
    fanOut.start("f", TASKS, false, outbox);
    List<TaskMessage> first = sent(10);

    fanOut.start("f", TASKS, false, outbox);
    List<TaskMessage> second = sent(1);
    fanOut.start("f", TASKS, true, outbox);

    // The round that is on its way, once more: the broker may have lost it.
    assertThat(of(TaskMessage.What.WATCHDOG, second))
        .extracting(TaskMessage::round)
        .containsExactly(1);
    assertThat(tasks(sent(10))).containsExactlyInAnyOrderElementsOf(tasks(first));
  }

  @Test
  void chainsWalkOnlyWhatWasNotFound() throws Exception {
    fanOut.noteFound("f", List.of("t0", "t5"));

    fanOut.start("f", TASKS, false, outbox);
    assertThat(tasks(sent(10)))
        .containsExactlyInAnyOrder("sound", "t1", "t2", "t3", "t4", "t6", "t7", "t8", "t9");
    fanOut.successor("f", TASKS, "t6", fanOut.marked("f"), outbox);
    fanOut.successor("f", TASKS, "t19", fanOut.marked("f"), outbox);
    fanOut.successor("f", TASKS, "sound", fanOut.marked("f"), outbox);

    assertThat(tasks(sent(1))).containsExactly("t14");
  }

  @Test
  void aSuccessorThatIsDoneIsPassedOver() throws Exception {
    fanOut.markers("f").mark("t10", Map.of());

    fanOut.successor("f", TASKS, "t2", fanOut.marked("f"), outbox);

    assertThat(tasks(sent(1))).containsExactly("t18");
  }

  @Test
  void theLastOneIsKnownByTheSetOfIdsAndNotByTheirNumber() throws Exception {
    Markers markers = fanOut.markers("f");
    TASKS.stream().skip(1).forEach(task -> markers.mark(task.id(), Map.of()));
    markers.mark("another", Map.of());

    fanOut.lastIfComplete("f", TASKS, markers.marked(), false, outbox);
    assertThat(sent(0)).isEmpty();
    assertThat(markers.mark("t0", Map.of())).isTrue();
    assertThat(markers.mark("t0", Map.of())).isFalse();
    // Two tasks that are done at the same time both see that all are.
    fanOut.lastIfComplete("f", TASKS, markers.marked(), false, outbox);
    fanOut.lastIfComplete("f", TASKS, markers.marked(), false, outbox);

    assertThat(sent(1)).extracting(TaskMessage::what).containsExactly(TaskMessage.What.FINISH);
  }

  private List<TaskMessage> checked(TaskMessage watchdog, int messages) throws Exception {
    fanOut.check(watchdog, "f", TASKS, false, outbox);
    return sent(messages);
  }

  private TaskMessage watchdog(int messages) throws Exception {
    return of(TaskMessage.What.WATCHDOG, sent(messages)).getFirst();
  }

  @Test
  void theWatchdogSendsWhatIsMissingAtTheSecondIdleCheck() throws Exception {
    fanOut.markers("f").mark("t0", Map.of());
    fanOut.watch("f", 1, outbox);
    TaskMessage first = watchdog(1);

    List<TaskMessage> once = checked(first, 1);
    List<TaskMessage> twice = checked(once.getFirst(), 10);

    assertThat(once).extracting(TaskMessage::idle).containsExactly(1);
    assertThat(tasks(twice))
        .containsExactlyInAnyOrder("sound", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8");
    assertThat(of(TaskMessage.What.WATCHDOG, twice).getFirst().idle()).isEqualTo(2);
  }

  @Test
  void aNewMarkerIsMovement() throws Exception {
    fanOut.watch("f", 0, outbox);
    TaskMessage idle = checked(watchdog(1), 1).getFirst();

    fanOut.markers("f").mark("t0", Map.of());
    TaskMessage moved = checked(idle, 1).getFirst();

    assertThat(moved.idle()).isZero();
    assertThat(moved.marked()).isEqualTo(1);
  }

  @Test
  void ofTwoWatchdogsTheOlderOneEnds() throws Exception {
    fanOut.watch("f", 0, outbox);
    TaskMessage older = watchdog(1);
    fanOut.watch("f", 0, outbox);
    TaskMessage newer = watchdog(1);

    assertThat(checked(older, 0)).isEmpty();
    TaskMessage next = checked(newer, 1).getFirst();

    assertThat(next.round()).isEqualTo(newer.round() + 1);
    // A redelivery, as if its worker had died: the next round has been sent already.
    assertThat(checked(newer, 0)).isEmpty();
  }

  @Test
  void aWatchdogThatIsRedeliveredSendsItsNextRoundAgain() throws Exception {
    fanOut.watch("f", 0, outbox);
    TaskMessage watchdog = watchdog(1);
    TaskMessage next = checked(watchdog, 1).getFirst();

    fanOut.check(watchdog, "f", TASKS, true, outbox);

    assertThat(sent(1).getFirst().round()).isEqualTo(next.round());
  }

  @Test
  void whatStandsStillForADayFails() throws Exception {
    fanOut.watch("f", 0, outbox);
    int round = watchdog(1).round();
    TaskMessage late = TaskMessage.watchdog("f", round, 0, FanOut.MAX_IDLE_CHECKS);

    assertThatThrownBy(() -> fanOut.check(late, "f", TASKS, false, outbox))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.detail()).contains("no task was done"));
  }

  @Test
  void aTaskOfWhichSomethingIsGoneIsNoLongerCounted() throws Exception {
    TASKS.forEach(task -> fanOut.markers("f").mark(task.id(), Map.of()));
    fanOut.markers("f").markComplete();

    fanOut.redo("f", TASKS.get(1), outbox);

    assertThat(tasks(sent(1))).containsExactly("t1");
    assertThat(fanOut.marked("f")).doesNotContain("t1").hasSize(20);
    assertThat(fanOut.markers("f").markComplete()).isTrue();
  }

  @Test
  void whatIsKeptOfATaskLiesInItsMarker() {
    fanOut.markers("f").mark("t3", Map.of("artifacts", "some"));

    assertThat(fanOut.result("f", "t3", Map.class).orElseThrow().get("artifacts"))
        .isEqualTo("some");
    assertThat(fanOut.result("f", "t4", Map.class)).isEmpty();
  }

  @Test
  void itsCostIsThatOfItsStartAndOfTheTasksThatWereDone() throws Exception {
    fanOut.noteFound("f", List.of("t0"));
    try (CostMeter _ = CostMeter.start("plan")) {
      CostMeter.child(new ChildUsage(Duration.ofMillis(30), 100));
      fanOut.start("f", TASKS, false, outbox);
    }
    for (String task : List.of("t1", "t2")) {
      try (CostMeter _ = CostMeter.start("segment")) {
        CostMeter.child(new ChildUsage(Duration.ofSeconds(1), 400));
        CostMeter.stored(7);
        fanOut.markers("f").mark(task, Map.of());
      }
    }

    assertThat(fanOut.cost("f"))
        .isEqualTo(
            new Cost(
                2030,
                400,
                0,
                14,
                List.of(new Cost.Stage("plan", 30), new Cost.Stage("segment", 2000))));
  }

  @Test
  void resettingForgetsTheMarkersAndNotWhatWasFound() throws Exception {
    fanOut.noteFound("f", List.of("t0"));
    fanOut.start("f", TASKS, false, outbox);
    var _ = sent(10);

    fanOut.reset("f");

    assertThat(fanOut.marked("f")).isEmpty();
    assertThat(fanOut.found("f")).containsExactly("t0");
  }
}
