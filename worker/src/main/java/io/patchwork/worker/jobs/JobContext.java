package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Message;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What a job may use while it is done. For one thread, but for {@link #progress}. */
public final class JobContext {

  private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(1);

  private final Path folder;
  private final Outbox outbox;
  private final Events events;
  private final InstantSource clock;
  private final Message message;
  private final boolean redelivered;
  private Instant lastProgress = Instant.EPOCH;

  JobContext(
      Path folder,
      Outbox outbox,
      Events events,
      InstantSource clock,
      Message message,
      boolean redelivered) {
    this.folder = folder;
    this.outbox = outbox;
    this.events = events;
    this.clock = clock;
    this.message = message;
    this.redelivered = redelivered;
  }

  /** An empty folder of this delivery alone, deleted afterwards. */
  public Path folder() {
    return folder;
  }

  /** A folder of its own for one child process. */
  public Path folder(String name) {
    return folder.resolve(name);
  }

  public Outbox outbox() {
    return outbox;
  }

  /** The message as it was sent first. */
  public Message message() {
    return Headers.fresh(message);
  }

  /** Whether the message bears a header of ours. */
  public boolean isMarked(String header) {
    return message.headers().containsKey(header);
  }

  /** Whether somebody may have begun this before, or done it. */
  public boolean isRedelivered() {
    return redelivered;
  }

  /** Tells how far it is; more than once a second is dropped. */
  public synchronized void progress(List<JobRef> jobs, String stage, long done, long total) {
    Instant now = clock.instant();
    if (Duration.between(lastProgress, now).compareTo(BETWEEN_PROGRESS) < 0) {
      return;
    }
    lastProgress = now;
    for (JobRef job : jobs) {
      JobEvent event = new JobEvent.Progressed(job, stage, done, total);
      outbox.publishBestEffort(events.ofAttempt(event, now + " " + stage));
    }
  }
}
