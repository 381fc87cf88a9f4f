package io.patchwork.worker.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Fingerprint;
import io.patchwork.schema.job.Job;
import io.patchwork.worker.jobs.Admission;
import io.patchwork.worker.jobs.Cancellation;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.jobs.TerminalRecords;
import io.patchwork.worker.jobs.TerminalState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class JobClientTest {

  private static final Job JOB = new Fingerprint(new Source.Asset(new Id("song")));

  @TempDir Path folder;
  private final JobQueue queue =
      new InProcessJobQueue(Lanes.topology("test", List.of(Duration.ofSeconds(1))), 1);
  private JobClient client;
  private Cancellation cancellation;

  @BeforeEach
  void open() {
    ObjectStore store = new FileObjectStore(folder);
    InstantSource clock = InstantSource.system();
    client = new JobClient(queue, store, clock, "console");
    TerminalRecords records = new TerminalRecords(store, new Events(clock), clock);
    cancellation =
        new Cancellation(queue, records, new Admission(store, records, clock, 0, 0), clock);
  }

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  void aJobIsSentToItsLaneInTheNameOfItsSender() throws Exception {
    try (PendingJob pending = client.send(JOB, "song")) {
      assertThat(pending.ref().source()).isEqualTo("console");
      assertThat(queue.depth(Lanes.INTERACTIVE)).isEqualTo(1);
    }
  }

  @Test
  void aCancelledJobEndsForWhoeverWaitsForItAndForWhoeverListens() throws Exception {
    List<JobRef> told = new ArrayList<>();
    try (EventFeed all = EventFeed.ofAll(queue);
        PendingJob pending = client.send(JOB, "song");
        EventFeed byId = EventFeed.ofId(queue, pending.ref().id().value());
        EventFeed others = EventFeed.ofId(queue, "other")) {
      TerminalRecord record = cancellation.cancel(pending.ref(), false, told::add).orElseThrow();

      JobEvent cancelled = new JobEvent.Cancelled(pending.ref());
      assertThat(record.outcome()).isEqualTo(TerminalState.CANCELLED);
      assertThat(told).containsExactly(pending.ref());
      assertThat(pending.await(event -> {})).isEqualTo(cancelled);
      assertThat(all.next()).isEqualTo(cancelled);
      assertThat(byId.next()).isEqualTo(cancelled);
      assertThat(others.next(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void aBatchIsWaitedForInTheOrderInWhichItWasSent() throws Exception {
    List<String> ended = new ArrayList<>();
    try (JobBatch<String> batch = new JobBatch<>()) {
      List<PendingJob> jobs = List.of(client.send(JOB, "a"), client.send(JOB, "b"));
      batch.add("first", jobs.get(0));
      batch.add("second", jobs.get(1));
      cancellation.cancel(jobs.get(1).ref(), false, job -> {});
      cancellation.cancel(jobs.get(0).ref(), false, job -> {});

      batch.await(
          (label, event) -> {}, (label, end) -> ended.add(label + " " + end.kind().wireName()));
    }

    assertThat(ended).containsExactly("first cancelled", "second cancelled");
  }
}
