package io.patchwork.worker.jobs;

import io.patchwork.worker.failure.Failure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a delivery asks for, once it has been read: a job of the outside, a segment of a render, a
 * notification about uploads. {@link JobRunner} takes each through the same life.
 */
public interface WorkItem {

  /** A word for metrics and logs, out of a closed set. */
  String kind();

  /** What log lines say about it. */
  Map<String, String> facts();

  /** When it was sent, where the message says so. */
  default Optional<Instant> sent() {
    return Optional.empty();
  }

  /**
   * Whether it is over already. If so, what follows from its end has been sent again.
   *
   * @throws Failure.Refused if it is not what it was when it ended
   */
  boolean isOver(Outbox outbox) throws Failure;

  /** Says that it begins, where somebody should know. */
  void begin(Outbox outbox, int attempt);

  /** Does it, commits it, and sends what follows. */
  void perform(JobContext context) throws Failure, InterruptedException;

  /**
   * Ends it without success: commits that and says so.
   *
   * @param failure final: it will not be tried again
   */
  void fail(Failure failure, Outbox outbox);

  /**
   * Before it goes to rest for another try: sends what must not wait.
   *
   * @return headers to travel with the message
   */
  default Map<String, String> beforeRetry(Outbox outbox) {
    return Map.of();
  }

  /** Whether a word to all workers to cancel the job of that hash means this. */
  boolean belongsTo(String jobHash);
}
