package io.patchwork.worker.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.storelayout.StoreLayout;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose turn it is, and what becomes of turns when workers die. */
@Timeout(30)
final class AdmissionTest {

  private static final int WINDOW = 2;
  private static final int QUOTA = 3;
  private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");

  @TempDir Path temp;
  private final InProcessJobQueue queue =
      new InProcessJobQueue(
          Lanes.topology("t", List.of(Duration.ofMillis(1), Duration.ofMillis(1))), 1);
  private final BlockingQueue<Message> lane = new LinkedBlockingQueue<>();
  private final BlockingQueue<Message> watchdogs = new LinkedBlockingQueue<>();
  private final Outbox outbox = new Outbox(queue, new Metrics());
  private Instant now = START;
  private ObjectStore store;
  private TerminalRecords records;
  private Admission admission;

  @BeforeEach
  void open() {
    InstantSource clock = () -> now;
    store = new FileObjectStore(temp);
    records = new TerminalRecords(store, new Events(clock), clock);
    admission = new Admission(store, records, clock, WINDOW, QUOTA);
    queue.consume(
        Lanes.ADMITTED_BULK,
        100,
        delivery -> {
          Message message = delivery.message();
          boolean isWatchdog = message.headers().containsKey(Admission.WATCHDOG);
          (isWatchdog ? watchdogs : lane).add(message);
          delivery.ack();
        });
  }

  @AfterEach
  void close() {
    queue.close();
  }

  /** A job of an account, later the higher its number. */
  private static JobMessage job(String account, int number) throws Exception {
    Ingest ingest =
        new Ingest(
            new Id("a"),
            new Source.Stored(URI.create("s3://bucket/uploads/a.mp4")),
            List.of(),
            List.of(),
            null,
            null,
            null);
    Envelope envelope =
        new Envelope(
            new JobId(account + number),
            "urn:test",
            null,
            START.plusSeconds(number),
            null,
            account);
    return MessageCodec.readJob(MessageCodec.write(envelope, ingest));
  }

  private void admit(JobMessage job, boolean again) throws Exception {
    byte[] body = MessageCodec.write(job.envelope(), job.job());
    admission.admit(job, new Message(job.ref().id().value(), body, Map.of()), again, outbox);
    outbox.flush();
  }

  private void admit(String account, int... numbers) throws Exception {
    for (int number : numbers) {
      admit(job(account, number), false);
    }
  }

  private void end(String account, int number) throws Exception {
    JobRef ref = job(account, number).ref();
    admission.release(ref, new Turn(accountLane(account), true), false, outbox);
    outbox.flush();
  }

  private static AccountLane accountLane(String account) {
    return new AccountLane(Lanes.ADMITTED_BULK.name(), Sha256.of(account));
  }

  /** The ids of the messages that came into the lane since the last call. */
  private List<String> admitted(int count) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(Objects.requireNonNull(lane.poll(5, TimeUnit.SECONDS), "a message").id());
    }
    assertThat(lane.poll(20, TimeUnit.MILLISECONDS)).as("more messages").isNull();
    return ids;
  }

  private List<String> keys() {
    try (var objects = store.list(StoreLayout.ADMISSION)) {
      return objects.map(object -> object.key().value()).toList();
    }
  }

  @Test
  void aWindowOfAnAccountIsInItsLaneAndOthersNeedNotWaitForIt() throws Exception {
    admit("ana", 1, 2, 3, 4, 5);
    admit("bo", 1);

    assertThat(admitted(3)).containsExactly("ana1", "ana2", "bo1");
  }

  @Test
  void whoeverEndsOneReleasesTheOldest() throws Exception {
    admit("ana", 1, 2, 5, 3, 4);
    assertThat(admitted(2)).containsExactly("ana1", "ana2");

    end("ana", 2);
    assertThat(admitted(1)).containsExactly("ana3");
    end("ana", 1);
    end("ana", 3);
    end("ana", 4);
    end("ana", 5);

    assertThat(admitted(2)).containsExactly("ana4", "ana5");
    assertThat(keys()).allMatch(key -> key.endsWith("watchdog.json"));
  }

  @Test
  void ofAFullWindowThoseThatAreMarkedLetOthersIn() throws Exception {
    admit("ana", 1, 2, 3);
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < WINDOW; i++) {
      Message message = Objects.requireNonNull(lane.poll(5, TimeUnit.SECONDS));
      turns.add(Turn.of(Lanes.ADMITTED_BULK, message).orElseThrow());
    }
    assertThat(turns).extracting(Turn::mayOthersWait).containsExactly(false, true);

    admission.release(job("ana", 1).ref(), turns.get(0), false, outbox);
    assertThat(admitted(0)).isEmpty();
    admission.release(job("ana", 2).ref(), turns.get(1), false, outbox);

    assertThat(admitted(1)).containsExactly("ana3");
  }

  @Test
  void aWaitingJobThatCannotBeReadKeepsNobody() throws Exception {
    admit("ana", 1, 2, 4);
    store.putIfAbsent(
        new ObjectKey(
            StoreLayout.admission(Lanes.ADMITTED_BULK.name(), Sha256.of("ana"))
                + "waiting-000000000000001-damaged"),
        Upload.of(new byte[] {'{'}, "application/json", Sha256.of("{").hex()));
    assertThat(admitted(2)).containsExactly("ana1", "ana2");

    end("ana", 1);
    end("ana", 2);

    assertThat(admitted(1)).containsExactly("ana4");
  }

  @Test
  void anotherJobUnderTheIdOfAWaitingOneIsRefused() throws Exception {
    admit("ana", 1, 2, 3);
    Envelope taken = job("ana", 3).envelope();
    JobMessage other =
        MessageCodec.readJob(
            MessageCodec.write(
                taken,
                new Ingest(
                    new Id("b"),
                    new Source.Stored(URI.create("s3://bucket/uploads/b.mp4")),
                    List.of(),
                    List.of(),
                    null,
                    null,
                    null)));

    assertThatThrownBy(() -> admit(other, false))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.ID_REUSED));
  }

  @Test
  void tooManyThatWaitAreRefused() throws Exception {
    admit("ana", 1, 2, 3, 4, 5);

    assertThatThrownBy(() -> admit("ana", 6))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("3 jobs of this account wait already");
    admit(job("ana", 5), true);
    end("ana", 1);
    admit("ana", 6);
  }

  @Test
  void aMessageWhoseWorkerDiedBeforeItSentItIsSent() throws Exception {
    new AdmissionFolder(store, accountLane("ana")).putRunning(job("ana", 1).ref());

    admit(job("ana", 1), true);

    assertThat(admitted(1)).containsExactly("ana1");
  }

  @Test
  void aReleaseThatAWorkerBeganIsEndedByTheNext() throws Exception {
    admit("ana", 1, 2, 3);
    assertThat(admitted(2)).containsExactly("ana1", "ana2");
    Turn turn = new Turn(accountLane("ana"), true);
    admission.release(job("ana", 1).ref(), turn, false, new Outbox(queue, new Metrics()));
    assertThat(admitted(1)).containsExactly("ana3");
    JobRef third = job("ana", 3).ref();
    AdmissionFolder folder = new AdmissionFolder(store, accountLane("ana"));
    folder.putWaiting(
        folder.waitingKey(third, START),
        WaitingJob.of(third, new Message("ana3", new byte[] {1}, Map.of())));

    end("ana", 1);
    assertThat(admitted(0)).isEmpty();
    admission.release(job("ana", 1).ref(), turn, true, outbox);

    assertThat(admitted(1)).containsExactly("ana3");
  }

  @Test
  void theWatchdogForgetsWhatHasEndedOrIsLost() throws Exception {
    admit("ana", 1, 2, 3, 4);
    assertThat(admitted(2)).containsExactly("ana1", "ana2");
    JobRef ended = job("ana", 1).ref();
    records.commit(ended, null, List.of(new JobEvent.Cancelled(ended)));
    Message watchdog = Objects.requireNonNull(watchdogs.poll(5, TimeUnit.SECONDS));

    admission.check(Admission.Watchdog.read(watchdog), false, outbox);
    assertThat(admitted(1)).containsExactly("ana3");
    now = Instant.now().plus(Duration.ofDays(2));
    admission.check(
        Admission.Watchdog.read(Objects.requireNonNull(watchdogs.poll(5, TimeUnit.SECONDS))),
        false,
        outbox);

    assertThat(admitted(1)).containsExactly("ana4");
    assertThat(watchdogs.poll(50, TimeUnit.MILLISECONDS)).as("another watchdog").isNull();
    assertThat(keys()).singleElement().asString().contains("/running-");
  }

  @Test
  void ofTwoWatchdogsTheOlderEnds() throws Exception {
    admit("ana", 1, 2, 3);
    Message older = Objects.requireNonNull(watchdogs.poll(5, TimeUnit.SECONDS));
    admit(job("ana", 3), true);
    Message newer = Objects.requireNonNull(watchdogs.poll(5, TimeUnit.SECONDS));

    admission.check(Admission.Watchdog.read(older), false, outbox);
    assertThat(watchdogs.poll(50, TimeUnit.MILLISECONDS)).as("after the older").isNull();
    admission.check(Admission.Watchdog.read(newer), false, outbox);

    assertThat(watchdogs.poll(5, TimeUnit.SECONDS)).as("after the newer").isNotNull();
  }

  @Test
  void aJobIsFoundAmongThoseOfAllAccountsAndTakenFromTheWaiting() throws Exception {
    admit("ana", 1, 2, 3);
    JobRef unknown = new JobRef(new JobId("typo"), "urn:test", null);
    JobRef waiting = new JobRef(new JobId("ana3"), "urn:test", null);
    JobRef running = new JobRef(new JobId("ana1"), "urn:test", null);

    assertThat(admission.find(unknown)).isEmpty();
    assertThat(admission.find(waiting).map(JobRef::kind)).contains(JobKind.INGEST);
    assertThat(admission.find(running).map(JobRef::kind)).contains(JobKind.INGEST);
    admission.withdraw(waiting);

    assertThat(keys()).noneMatch(key -> key.contains("/waiting-"));
    assertThat(store.head(new ObjectKey(keys().getFirst()))).isPresent();
  }
}
