package io.patchwork.worker.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.DeadLetter;
import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.LeaseLost;
import io.patchwork.common.queue.Message;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.client.DeadLetters;
import io.patchwork.worker.client.FailedMessage;
import io.patchwork.worker.failure.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a message, failure by failure. */
final class JobRunnerTest {

  private static final int RESTS = 2;
  private static final Lane LANE = Lanes.INTERACTIVE;

  @TempDir Path temp;
  private final InProcessJobQueue queue =
      new InProcessJobQueue(
          Lanes.topology("t", List.of(Duration.ofMillis(1), Duration.ofMillis(1))), 1);
  private final List<Integer> quarantined = new ArrayList<>();
  private Quarantine.End endOfQuarantine = new Quarantine.End.Handled();
  private final List<Failure> unavailable = new ArrayList<>();
  private final RunningJobs running = new RunningJobs();
  private Path work;
  private JobRunner runner;
  private Script script;

  @BeforeEach
  void start() throws Exception {
    work = temp.resolve("work");
    script = new Script();
    runner = runner(0);
  }

  private JobRunner runner(long reserve) throws Exception {
    return new JobRunner(
        queue,
        delivery -> script,
        new Events(InstantSource.system()),
        new Workspaces(work, reserve),
        running,
        Optional.of(delivery -> {
          quarantined.add(delivery.count());
          return endOfQuarantine;
        }),
        RESTS,
        unavailable::add,
        InstantSource.system(),
        new Metrics());
  }

  @AfterEach
  void stop() {
    queue.close();
  }

  private interface Deed {
    void run(JobContext context) throws Failure, InterruptedException;
  }

  /** An assignment that does what a test says, and notes what is done to it. */
  private static final class Script implements WorkItem {
    private Deed deed = context -> {};
    private boolean isOver;
    private Ending ended = Ending.silent();
    private boolean failsToEnd;
    private Runnable whenTold = () -> {};
    private final List<String> seen = new ArrayList<>();

    @Override
    public String kind() {
      return "script";
    }

    @Override
    public Map<String, String> facts() {
      return Map.of();
    }

    @Override
    public Optional<Ending> ending() {
      return isOver ? Optional.of(ended) : Optional.empty();
    }

    @Override
    public String identity() {
      return "script";
    }

    @Override
    public void begin(Outbox outbox, int attempt) {
      seen.add("begin " + attempt);
    }

    @Override
    public void perform(JobContext context) throws Failure, InterruptedException {
      seen.add("perform");
      deed.run(context);
    }

    @Override
    public Ending fail(Failure failure) {
      if (failsToEnd) {
        throw new StoreUnavailable("away", null);
      }
      seen.add("fail " + failure.code().wireName());
      return new Ending(
          failure.code(),
          failure.detail(),
          outbox -> {
            seen.add("told");
            whenTold.run();
          });
    }

    @Override
    public Map<String, String> beforeRetry(Outbox outbox) {
      seen.add("rest");
      return Map.of("x-patchwork-released", "true");
    }

    @Override
    public boolean belongsTo(String jobHash) {
      return jobHash.equals("mine");
    }
  }

  /** A delivery that may be settled once. */
  private static final class Once implements Delivery {
    private final Message message;
    private final int count;
    private String settled = "not settled";
    private boolean isLost;
    private Runnable onLost = () -> {};

    Once(int count, Map<String, String> headers) {
      this.message = new Message("m", new byte[] {1}, headers);
      this.count = count;
    }

    @Override
    public Lane lane() {
      return LANE;
    }

    @Override
    public Message message() {
      return message;
    }

    @Override
    public int count() {
      return count;
    }

    private void dispose(String how) {
      if (isLost) {
        throw new LeaseLost("lost");
      }
      assertThat(settled).isEqualTo("not settled");
      settled = how;
    }

    @Override
    public void ack() {
      dispose("acked");
    }

    @Override
    public void reject() {
      dispose("rejected");
    }

    @Override
    public boolean isLeaseLost() {
      return isLost;
    }

    @Override
    public void onLeaseLost(Runnable action) {
      onLost = action;
    }

    void lose() {
      isLost = true;
      onLost.run();
    }
  }

  private Once run() {
    return run(1, Map.of());
  }

  private Once run(int count, Map<String, String> headers) {
    Once delivery = new Once(count, headers);
    runner.run(delivery);
    return delivery;
  }

  /** The next message of the lane. */
  private Message next() throws InterruptedException {
    List<Message> taken = new ArrayList<>();
    CountDownLatch one = new CountDownLatch(1);
    try (var _ =
        queue.consume(
            LANE,
            1,
            delivery -> {
              taken.add(delivery.message());
              delivery.ack();
              one.countDown();
            })) {
      assertThat(one.await(5, TimeUnit.SECONDS)).as("a message in the lane").isTrue();
    }
    return taken.getFirst();
  }

  @Test
  void whatIsDoneIsAcknowledged() {
    assertThat(run().settled).isEqualTo("acked");
    assertThat(script.seen).containsExactly("begin 1", "perform");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void whatIsOverIsAcknowledgedAndNotDone() {
    script.isOver = true;

    assertThat(run(9, Map.of()).settled).isEqualTo("acked");
    assertThat(script.seen).isEmpty();
  }

  @Test
  void whatIsRefusedEndsAndIsAcknowledged() {
    script.deed =
        context -> {
          throw new Failure.Refused(FailureCode.TOO_LONG, "too long");
        };

    assertThat(run().settled).isEqualTo("acked");
    assertThat(script.seen).contains("fail too_long");
    assertThat(queue.deadLetters()).isEmpty();
    assertThat(queue.depth(LANE)).isZero();
  }

  @Test
  void aCrasherIsTriedOnceMoreAndThenItsMediaIsToBlame() throws Exception {
    script.deed =
        context -> {
          throw new Failure.Crashed("signal 11");
        };

    Once first = run();
    Message again = next();
    Once second = run(1, again.headers());

    assertThat(first.settled).isEqualTo("acked");
    assertThat(again.headers()).containsEntry(Headers.ATTEMPT, "2");
    assertThat(second.settled).isEqualTo("acked");
    assertThat(script.seen).endsWith("fail crashed_repeatedly", "told");
    assertThat(queue.deadLetters()).isEmpty();
  }

  @Test
  void whatIsUnavailableRestsAndIsADeadLetterAtTheEndOfTheLadder() throws Exception {
    script.deed =
        context -> {
          throw new StoreUnavailable("away", null);
        };
    Map<String, String> headers = Map.of();

    for (int attempt = 1; attempt <= RESTS; attempt++) {
      assertThat(run(1, headers).settled).isEqualTo("acked");
      headers = next().headers();
      assertThat(headers)
          .containsEntry(Headers.ATTEMPT, Integer.toString(attempt + 1))
          .containsEntry("x-patchwork-released", "true");
    }
    assertThat(run(1, headers).settled).isEqualTo("acked");

    assertThat(script.seen).endsWith("fail store_unavailable", "told");
    DeadLetter letter = queue.deadLetters().getFirst();
    assertThat(letter.lane()).isEqualTo(LANE.name());
    assertThat(letter.message().headers()).containsEntry(Headers.REASON, "store_unavailable");
    assertThat(Headers.fresh(letter.message()).headers())
        .doesNotContainKeys(Headers.ATTEMPT, Headers.REASON, Headers.DETAIL);
    assertThat(unavailable).hasSize(RESTS + 1);
  }

  @Test
  void aFullDiskIsUnavailable() throws Exception {
    runner = runner(Long.MAX_VALUE);

    assertThat(run().settled).isEqualTo("acked");
    assertThat(next().headers()).containsEntry(Headers.ATTEMPT, "2");
    assertThat(unavailable)
        .singleElement()
        .extracting(Failure::code)
        .isEqualTo(FailureCode.DISK_FULL);
  }

  @Test
  void aDefectOfOursIsADeadLetterAtOnce() {
    script.deed =
        context -> {
          throw new IllegalStateException("bug");
        };

    assertThat(run().settled).isEqualTo("acked");
    assertThat(script.seen).endsWith("fail internal", "told");
    assertThat(queue.deadLetters()).hasSize(1);
  }

  @Test
  void theLetterOfAWorkerThatDiedAfterItsRecordIsWrittenByTheNext() {
    script.isOver = true;
    script.ended = new Ending(FailureCode.INTERNAL, "bug", outbox -> script.seen.add("told again"));

    assertThat(run(1, Map.of()).settled).isEqualTo("acked");
    assertThat(queue.deadLetters()).as("letters of a job that is sent again").isEmpty();
    assertThat(run(2, Map.of()).settled).isEqualTo("acked");
    assertThat(run(3, Map.of()).settled).isEqualTo("acked");

    assertThat(script.seen).containsOnly("told again").hasSize(3);
    assertThat(queue.deadLetters()).hasSize(2);
    assertThat(new DeadLetters(queue).list())
        .singleElement()
        .extracting(FailedMessage::reason, FailedMessage::detail)
        .containsExactly("internal", "bug");
  }

  @Test
  void aLetterIsThereBeforeItsEndIsTold() {
    List<Integer> lettersWhenTold = new ArrayList<>();
    script.deed =
        context -> {
          throw new IllegalStateException("bug");
        };
    script.whenTold = () -> lettersWhenTold.add(queue.deadLetters().size());

    run();

    assertThat(lettersWhenTold).containsExactly(1);
  }

  @Test
  void theThirdDeliveryIsHandledInQuarantine() {
    run(2, Map.of());
    assertThat(script.seen).contains("perform");
    script.seen.clear();

    assertThat(run(3, Map.of()).settled).isEqualTo("not settled");

    assertThat(quarantined).containsExactly(3);
    assertThat(script.seen).isEmpty();
  }

  @Test
  void whoeverDiesTwiceInQuarantineIsPoison() throws Exception {
    endOfQuarantine = new Quarantine.End.Died("signal 9");

    assertThat(run(3, Map.of()).settled).isEqualTo("acked");
    Message again = next();
    assertThat(again.headers()).containsEntry(Headers.CRASHES, "1");
    assertThat(script.seen).isEmpty();
    assertThat(run(1, again.headers()).settled).isEqualTo("acked");

    assertThat(quarantined).containsExactly(3, 1);
    assertThat(script.seen).containsExactly("fail poison", "told");
    assertThat(queue.deadLetters())
        .singleElement()
        .satisfies(letter ->
            assertThat(letter.message().headers())
                .containsEntry(Headers.REASON, "poison")
                .containsEntry(Headers.DETAIL, "signal 9"));
  }

  /** Every loss may have been another's fault, up to a bound that is far above the broker's. */
  @Test
  void lossesCondemnNobodyUntilTheBound() throws Exception {
    Map<String, String> headers = Map.of();
    int deliveries = 0;
    while (script.seen.isEmpty()) {
      Once delivery = run(Lanes.BROKER_LIMIT - 1, headers);
      assertThat(delivery.settled).isEqualTo("acked");
      deliveries += delivery.count;
      headers = script.seen.isEmpty() ? next().headers() : headers;
    }

    assertThat(script.seen).containsExactly("fail worker_lost", "told");
    assertThat(deliveries).isGreaterThan(DeliveryHistory.MAX_LOSSES);
    assertThat(queue.deadLetters()).hasSize(1);
  }

  @Test
  void anErrorTakesNoThreadAndSaysWhoseFaultItIs() {
    script.deed =
        context -> {
          throw new StackOverflowError();
        };
    assertThat(run().settled).isEqualTo("acked");
    assertThat(script.seen).endsWith("fail internal", "told");
    script.seen.clear();

    script.deed =
        context -> {
          throw new OutOfMemoryError("not this job's fault");
        };
    assertThat(run().settled).isEqualTo("rejected");
    assertThat(script.seen).containsExactly("begin 1", "perform");
  }

  @Test
  void anEndThatCannotBeRecordedIsNoEndAndCountsAgainstNobody() throws Exception {
    script.failsToEnd = true;
    script.deed =
        context -> {
          throw new Failure.Refused(FailureCode.TOO_LONG, "too long");
        };

    assertThat(run().settled).isEqualTo("acked");

    assertThat(next().headers()).isEqualTo(Map.of(Headers.REQUEUED, "true"));
    assertThat(queue.deadLetters()).isEmpty();
  }

  @Test
  void aLostLeaseStopsTheJobAndSettlesNothing() throws Exception {
    Once delivery = new Once(1, Map.of());
    script.deed =
        context -> {
          delivery.lose();
          TimeUnit.SECONDS.sleep(20);
        };

    runner.run(delivery);

    assertThat(delivery.settled).isEqualTo("not settled");
    assertThat(script.seen).containsExactly("begin 1", "perform");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void aDrainingWorkerPutsTheMessageBackAsItWas() throws Exception {
    script.deed =
        context -> {
          running.interrupt();
          TimeUnit.SECONDS.sleep(20);
        };

    assertThat(run(1, Map.of(Headers.ATTEMPT, "2")).settled).isEqualTo("acked");
    assertThat(next().headers())
        .containsEntry(Headers.ATTEMPT, "2")
        .containsOnlyKeys(Headers.ATTEMPT, Headers.REQUEUED, Headers.SENT_AT);
  }

  @Test
  void aMessageThatComesAfterTheEndIsPutBackUnread() throws Exception {
    running.close();

    assertThat(run(1, Map.of(Headers.ATTEMPT, "2")).settled).isEqualTo("acked");
    assertThat(next().headers())
        .containsEntry(Headers.ATTEMPT, "2")
        .containsOnlyKeys(Headers.ATTEMPT, Headers.REQUEUED, Headers.SENT_AT);
    assertThat(script.seen).isEmpty();
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void aCancelledJobIsAcknowledgedWithItsRecord() {
    script.deed =
        context -> {
          script.isOver = true;
          running.cancel("mine");
          TimeUnit.SECONDS.sleep(20);
        };

    assertThat(run().settled).isEqualTo("acked");
    assertThat(script.seen).doesNotContain("fail internal");
  }
}
