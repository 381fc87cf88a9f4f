package io.patchwork.worker.jobs;

import io.patchwork.worker.failure.Failure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The work of a delivery, once it has been parsed: a client's job, a task of a fan-out, or an
 * upload notification. {@link JobRunner} runs all of them in the same way.
 */
public interface WorkItem {

  /** Label for metrics and logs, from a closed set. */
  String kind();

  /** Key-value pairs for log lines. */
  Map<String, String> facts();

  /** When it was sent, where the message has a time. */
  default Optional<Instant> sent() {
    return Optional.empty();
  }

  /** The W3C trace context that its message has in its body. */
  default Optional<String> traceparent() {
    return Optional.empty();
  }

  /**
   * How it ended, if it has.
   *
   * @throws Failure.Refused if another work item with the same id has ended
   */
  Optional<Ending> ending() throws Failure;

  /** Publishes that it begins, where that is an event. */
  void begin(Outbox outbox, int attempt);

  /** Does it, records the result, and sends the messages that follow. */
  void perform(JobContext context) throws Failure, InterruptedException;

  /**
   * Records that it failed, unless it has ended.
   *
   * @param failure the final failure, which is not tried again
   * @return how it ended
   */
  Ending fail(Failure failure);

  /** What it is about: the dead letters of one are one to operators, however many there are. */
  String identity();

  /**
   * Called before it waits for a retry: sends the messages that must not wait.
   *
   * @return headers to add to the message
   */
  default Map<String, String> beforeRetry(Outbox outbox) {
    return Map.of();
  }

  /** Whether it belongs to the job of a hash, to be cancelled with it. */
  boolean belongsTo(String jobHash);
}
