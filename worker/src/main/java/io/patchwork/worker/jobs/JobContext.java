package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The working directory, messages and progress of one run of a job. For one thread, except {@link
 * #progress}.
 */
public final class JobContext {

  private static final Duration MIN_PROGRESS_INTERVAL = Duration.ofSeconds(1);

  private final Path folder;
  private final Outbox outbox;
  private final Events events;
  private final InstantSource clock;
  private final Message message;
  private final Lane lane;
  private final boolean redelivered;
  private Instant lastProgress = Instant.EPOCH;

  JobContext(Path folder, Outbox outbox, Events events, InstantSource clock, Delivery delivery) {
    this.folder = folder;
    this.outbox = outbox;
    this.events = events;
    this.clock = clock;
    this.message = delivery.message();
    this.lane = delivery.lane();
    this.redelivered = Headers.mayHaveBegun(delivery);
  }

  /** The working directory of this delivery, deleted afterwards. */
  public Path folder() {
    return folder;
  }

  /** A subfolder for one child process. */
  public Path folder(String name) {
    return folder.resolve(name);
  }

  public Outbox outbox() {
    return outbox;
  }

  /** The message as it was first sent. */
  public Message message() {
    return Headers.fresh(message);
  }

  /** The lane that the message came from. */
  public Lane lane() {
    return lane;
  }

  /** Whether the message has a header. */
  public boolean isMarked(String header) {
    return message.headers().containsKey(header);
  }

  /** Whether the job may have been begun or done before. */
  public boolean isRedelivered() {
    return redelivered;
  }

  /** Publishes progress, at most once a second; more frequent calls are dropped. */
  public synchronized void progress(List<JobRef> jobs, String stage, long done, long total) {
    Instant now = clock.instant();
    if (Duration.between(lastProgress, now).compareTo(MIN_PROGRESS_INTERVAL) < 0) {
      return;
    }
    lastProgress = now;
    for (JobRef job : jobs) {
      JobEvent event = new JobEvent.Progressed(job, stage, done, total);
      outbox.publishBestEffort(events.each(event));
    }
  }
}
