package io.patchwork.worker.client;

import io.patchwork.common.queue.DeadLetter;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.Headers;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.TerminalRecords;
import java.util.Map;

/** Requeues dead letters to their lanes, with the attempts counted anew. */
public final class DeadLetterRetry implements DeadLetters.Resolver {

  private final JobQueue queue;
  private final TerminalRecords records;
  private final Map<Lane, LaneRetry> lanes;
  private final Metrics metrics = new Metrics();

  /** Retries the messages of a lane whose tasks belong to a fan-out. */
  @FunctionalInterface
  public interface LaneRetry {
    /**
     * Restarts the fan-out that a message belongs to.
     *
     * @param body of the dead letter
     * @param outbox for the messages to send
     */
    void retry(byte[] body, Outbox outbox) throws Failure, InterruptedException;
  }

  /**
   * A retry.
   *
   * @param lanes retries of the lanes of fan-out tasks; a task is not requeued alone, its fan-out
   *     is restarted
   */
  public DeadLetterRetry(JobQueue queue, TerminalRecords records, Map<Lane, LaneRetry> lanes) {
    this.queue = queue;
    this.records = records;
    this.lanes = Map.copyOf(lanes);
  }

  @Override
  public void resolve(DeadLetter letter) throws Failure, InterruptedException {
    Lane lane = Lanes.named(letter.lane()).orElse(Lanes.INTERACTIVE);
    Message fresh = Headers.fresh(letter.message());
    LaneRetry retry = lanes.get(lane);
    if (retry != null) {
      Outbox outbox = new Outbox(queue, metrics);
      retry.retry(fresh.body(), outbox);
      outbox.flush();
      return;
    }
    clearFailure(fresh);
    // It may have begun: what it started is started again.
    queue.publish(new Route.ToLane(lane), fresh.withHeader(Headers.REQUEUED, "true")).await();
  }

  /**
   * Deletes the terminal record of the failure, which would be replayed instead of another attempt.
   */
  private void clearFailure(Message message) {
    try {
      records.clearFailure(MessageCodec.readJob(message.body()).ref());
    } catch (InvalidMessage stillMalformed) {
      assert !stillMalformed.violations().isEmpty();
    }
  }
}
