package io.patchwork.worker.client;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.jobs.Events;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.TerminalRecords;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Sends jobs. Thread-safe. */
public final class JobClient {

  private final JobQueue queue;
  private final InstantSource clock;
  private final String source;
  private final TerminalRecords records;

  /**
   * A client of a cluster.
   *
   * @param source CloudEvents source of its messages
   */
  public JobClient(JobQueue queue, ObjectStore store, InstantSource clock, String source) {
    this.queue = queue;
    this.clock = clock;
    this.source = source;
    this.records = new TerminalRecords(store, new Events(clock), clock);
  }

  /** Sends a job under a fresh id. */
  public PendingJob send(Job job, String subject) throws InterruptedException {
    JobRef ref = new JobRef(new JobId(UUID.randomUUID().toString()), source, job.kind());
    Envelope envelope = new Envelope(ref.id(), source, subject, clock.instant(), null);
    return send(ref, MessageCodec.write(envelope, job));
  }

  /** Sends an encoded job message. */
  public PendingJob send(JobRef ref, byte[] body) throws InterruptedException {
    PendingJob pending = new PendingJob(ref, EventFeed.ofJob(queue, ref), records);
    Message message = new Message(ref.id().value(), body, Map.of());
    queue
        .publish(
            new Route.ToLane(ref.kind() == null ? Lanes.INTERACTIVE : Lanes.of(ref.kind())),
            message)
        .await();
    return pending;
  }
}
