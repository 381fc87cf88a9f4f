package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.EventKind;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.jobs.TerminalState;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every job, whatever it makes. */
@Timeout(120)
final class JobRulesIT {

  @TempDir Path temp;

  @Cluster(settings = "PATCHWORK_RETRY_DELAYS=1s,1s")
  TestCluster cluster;

  private Message message(String id, Ingest job) {
    Envelope envelope = new Envelope(new JobId(id), "urn:test", null, Instant.EPOCH, null);
    return new Message(id, MessageCodec.write(envelope, job), Map.of());
  }

  private BlockingQueue<JobEvent> listen(JobRef ref) {
    BlockingQueue<JobEvent> ends = new LinkedBlockingQueue<>();
    cluster
        .queue()
        .subscribeEvents(
            io.patchwork.worker.jobs.Events.patternOf(ref),
            event -> {
              try {
                JobEvent read = MessageCodec.readEvent(event.body()).event();
                if (read instanceof JobEvent.Terminal) {
                  ends.add(read);
                }
              } catch (io.patchwork.schema.wire.InvalidMessage e) {
                throw new AssertionError(e);
              }
            });
    return ends;
  }

  @Test
  void aJobDeliveredAgainSaysTheSameAgainAndDoesNothing() throws Exception {
    Path file = TestMedia.image(temp.resolve("s.png"), "64x64");
    Ingest job =
        new Ingest(new Id("s"), cluster.upload(file), List.of(), List.of(), null, null, null);
    JobRef ref = new JobRef(new JobId("again"), "urn:test", JobKind.INGEST);
    BlockingQueue<JobEvent> ends = listen(ref);
    Route lane = new Route.ToLane(Lanes.BULK);

    cluster.queue().publish(lane, message("again", job)).await();
    JobEvent first = ends.poll(30, TimeUnit.SECONDS);
    cluster
        .store()
        .delete(cluster.store().keyOf(((Source.Stored) job.source()).uri()).orElseThrow());
    cluster.queue().publish(lane, message("again", job)).await();
    JobEvent second = ends.poll(30, TimeUnit.SECONDS);

    assertThat(first).isInstanceOf(JobEvent.Completed.class);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void anIdUsedForOtherDataIsRefusedAndTheFirstJobStands() throws Exception {
    Path file = TestMedia.image(temp.resolve("s.png"), "64x64");
    Ingest job =
        new Ingest(new Id("s"), cluster.upload(file), List.of(), List.of(), null, null, null);
    Ingest other =
        new Ingest(new Id("t"), cluster.upload(file), List.of(), List.of(), null, null, null);
    JobRef ref = new JobRef(new JobId("reused"), "urn:test", JobKind.INGEST);
    BlockingQueue<JobEvent> ends = listen(ref);

    cluster.queue().publish(new Route.ToLane(Lanes.BULK), message("reused", job)).await();
    assertThat(ends.poll(30, TimeUnit.SECONDS)).isInstanceOf(JobEvent.Completed.class);
    cluster.queue().publish(new Route.ToLane(Lanes.BULK), message("reused", other)).await();

    assertThat(TestCluster.failure(ends.poll(30, TimeUnit.SECONDS)).code())
        .isEqualTo(FailureCode.ID_REUSED);
    assertThat(cluster.worker().records().find(ref).orElseThrow().outcome())
        .isEqualTo(TerminalState.COMPLETED);
  }

  @Test
  void aMalformedMessageIsADeadLetterWithItsViolations() throws Exception {
    byte[] body = "{\"specversion\":\"1.0\"}".getBytes(StandardCharsets.UTF_8);

    cluster.queue().publish(new Route.ToLane(Lanes.BULK), new Message("m", body, Map.of())).await();

    for (int i = 0; i < 100 && cluster.queue().deadLetters().isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    Message letter = cluster.queue().deadLetters().getFirst().message();
    assertThat(letter.headers())
        .containsEntry("x-patchwork-reason", "malformed_message")
        .hasEntrySatisfying(
            "x-patchwork-violations",
            violations -> assertThat(violations.lines().count()).isGreaterThan(3));
  }

  @Test
  void aRunningJobStopsWhenItIsCancelled() throws Exception {
    Path file = TestMedia.endless(temp.resolve("long.mkv"), temp.resolve("once.mkv"));
    Ingest job =
        new Ingest(new Id("long"), cluster.upload(file), List.of(), List.of(), null, null, null);

    try (PendingJob pending = cluster.client().send(job, "long")) {
      BlockingQueue<JobEvent> seen = new LinkedBlockingQueue<>();
      Thread waiter =
          Thread.startVirtualThread(() -> {
            try {
              seen.add(pending.await(seen::add));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      JobEvent progressed = seen.poll(30, TimeUnit.SECONDS);
      while (progressed != null && !(progressed instanceof JobEvent.Progressed)) {
        progressed = seen.poll(30, TimeUnit.SECONDS);
      }
      assertThat(progressed).as("progress long before the end").isNotNull();

      TerminalRecord record =
          cluster
              .worker()
              .cancellation()
              .cancel(pending.ref(), false, cluster.worker().rendering()::cancel)
              .orElseThrow();

      waiter.join();
      assertThat(record.outcome()).isEqualTo(TerminalState.CANCELLED);
      assertThat(seen).last().isInstanceOf(JobEvent.Cancelled.class);
      for (int i = 0; i < 100; i++) {
        if (cluster
                .worker()
                .metrics()
                .counter(WorkerMetrics.JOB_DELIVERIES, "bulk", "ingest", "cancelled")
                .getCount()
            == 1) {
          break;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(
              cluster
                  .worker()
                  .metrics()
                  .counter(WorkerMetrics.JOB_DELIVERIES, "bulk", "ingest", "cancelled")
                  .getCount())
          .isEqualTo(1);
    }
  }

  @Test
  void aQueuedJobThatWasCancelledIsNeverBegun() throws Exception {
    JobRef ref = new JobRef(new JobId("queued"), "urn:test", JobKind.INGEST);
    Ingest job =
        new Ingest(
            new Id("q"),
            cluster.upload(TestMedia.image(temp.resolve("q.png"), "64x64")),
            List.of(),
            List.of(),
            null,
            null,
            null);
    cluster.worker().cancellation().cancel(ref, true, cluster.worker().rendering()::cancel);
    BlockingQueue<JobEvent> ends = listen(ref);

    cluster.queue().publish(new Route.ToLane(Lanes.BULK), message("queued", job)).await();

    assertThat(ends.poll(30, TimeUnit.SECONDS)).isInstanceOf(JobEvent.Cancelled.class);
    assertThat(cluster.store().head(new ObjectKey("assets/q/manifest.json"))).isEmpty();
  }

  @Test
  void manyJobsForOneRenderAreToldOnceEach() throws Exception {
    int jobs = 20;
    cluster.add(Sample.FILM);
    Otio otio = new Otio("25");
    otio.track("Video", otio.clip("asset:film", 0, 10), otio.clip("asset:film", 20, 10));
    Render render = Render.of(new Id("one"), cluster.timeline(otio.bytes()), "preview");
    BlockingQueue<Message> told = new LinkedBlockingQueue<>();
    cluster.queue().subscribeEvents("#", told::add);

    for (int i = 0; i < jobs; i++) {
      JobId id = new JobId("urn:uuid:" + i);
      Envelope envelope = new Envelope(id, "urn:test", null, Instant.EPOCH, null);
      Message message = new Message(id.value(), MessageCodec.write(envelope, render), Map.of());
      cluster.queue().publish(new Route.ToLane(Lanes.INTERACTIVE), message).await();
    }

    Map<String, Integer> copies = new HashMap<>();
    Map<EventKind, Integer> kinds = new EnumMap<>(EventKind.class);
    // Watchdogs of this cluster come every 10 ms, and each of them could tell again.
    for (Message event = told.poll(30, TimeUnit.SECONDS);
        event != null;
        event =
            told.poll(kinds.getOrDefault(EventKind.LINEAGE, 0) < jobs ? 30 : 1, TimeUnit.SECONDS)) {
      copies.merge(event.id(), 1, Integer::sum);
      kinds.merge(MessageCodec.readEvent(event.body()).event().kind(), 1, Integer::sum);
    }
    kinds.remove(EventKind.PROGRESSED);
    assertThat(kinds)
        .containsOnlyKeys(
            EventKind.ACCEPTED, EventKind.STARTED, EventKind.COMPLETED, EventKind.LINEAGE);
    assertThat(kinds.values()).containsOnly(jobs);
    assertThat(copies.values()).containsOnly(1);
  }
}
