package io.patchwork.worker.jobs;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.storelayout.StoreLayout;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels jobs, waiting, queued or running. The terminal record counts; the broadcast to all
 * workers only speeds things up: a job that was not running finds the record when it is delivered.
 * Thread-safe.
 */
public final class Cancellation {

  private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);

  /** How long a job that nobody has seen stays cancelled. */
  private static final Duration UNSEEN_LAPSES = Duration.ofMinutes(10);

  private final JobQueue queue;
  private final TerminalRecords records;
  private final Admission admission;
  private final InstantSource clock;

  public Cancellation(
      JobQueue queue, TerminalRecords records, Admission admission, InstantSource clock) {
    this.queue = queue;
    this.records = records;
    this.admission = admission;
    this.clock = clock;
  }

  /** Stops a job of a hash, if it is running here. */
  public static void stop(String jobHash, RunningJobs running) {
    try {
      running.cancel(jobHash);
    } catch (StoreUnavailable e) {
      // The terminal record stops the job at its next delivery.
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("control message not obeyed");
    }
  }

  /**
   * Cancels a job: writes its terminal record, publishes the event, and stops the worker that runs
   * it.
   *
   * @param evenIfUnseen whether to cancel also a job that no worker has accepted; if it comes
   *     within ten minutes, it is not done
   * @param onRecord ends work that the job started, after its terminal record is written
   * @return the job's terminal record, cancelled or an earlier end; empty where no worker has
   *     accepted such a job
   */
  public Optional<TerminalRecord> cancel(
      JobRef job, boolean evenIfUnseen, Consumer<JobRef> onRecord)
      throws Failure, InterruptedException {
    Optional<JobRef> admitted = admission.find(job);
    boolean isSeen = admitted.isPresent() || admission.isOff();
    if (!isSeen && !evenIfUnseen) {
      return records.find(job);
    }
    JobRef known = admitted.orElse(job);
    TerminalRecord record =
        isSeen
            ? records.commit(known, null, List.of(new JobEvent.Cancelled(known))).record()
            : records.cancelUnseen(known, clock.instant().plus(UNSEEN_LAPSES)).record();
    // Only now: a job that is neither waiting nor over would be lost.
    admission.withdraw(known);
    if (record.outcome() == TerminalState.CANCELLED) {
      onRecord.accept(known);
      Outbox outbox = new Outbox(queue, new Metrics());
      ControlMessage.cancel(StoreLayout.jobHash(known)).send(outbox);
      record.ending().tell(outbox);
      admission.releaseKept(known, false, outbox);
      outbox.flush();
    }
    return Optional.of(record);
  }
}
