package io.patchwork.worker.client;

import io.patchwork.common.queue.DeadLetter;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.cluster.Lanes;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.Headers;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.TerminalRecords;
import java.util.Map;

/** Sends dead letters back to their lanes, as they were sent first. */
public final class DeadLetterRetry implements DeadLetters.Resolver {

  private final JobQueue queue;
  private final TerminalRecords records;
  private final Map<Lane, LaneRetry> lanes;
  private final Metrics metrics = new Metrics();

  /** What is to be done with the messages of a lane in place of sending them again. */
  @FunctionalInterface
  public interface LaneRetry {
    /**
     * Starts again what a message belongs to.
     *
     * @param dead the body of the message
     * @param outbox takes the messages that are to be sent
     */
    void retry(byte[] dead, Outbox outbox) throws Failure;
  }

  /**
   * A retry.
   *
   * @param lanes those whose messages only workers can send: their part in something larger, which
   *     is started again as a whole
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
    queue.publish(new Route.ToLane(lane), fresh).await();
  }

  /** A record of the failure would be replayed instead of another try. */
  private void clearFailure(Message message) {
    try {
      records.clearFailure(MessageCodec.readJob(message.body()).ref());
    } catch (InvalidMessage stillMalformed) {
      assert !stillMalformed.violations().isEmpty();
    }
  }
}
