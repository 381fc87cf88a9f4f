package io.patchwork.worker.jobs;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The broadcast to all workers that a job is cancelled. It only speeds things up: the terminal
 * record counts, and a job that was not running then finds the record when it is delivered.
 */
public final class CancelBroadcast {

  private static final Logger LOG = LoggerFactory.getLogger(CancelBroadcast.class);

  private record Cancel(String cancel) {}

  private CancelBroadcast() {}

  /** Handles a broadcast message. */
  public static void handle(Message message, RunningJobs running) {
    try {
      running.cancel(Json.read(message.body(), Cancel.class).cancel());
    } catch (JacksonException e) {
      LOG.atWarn().addKeyValue("reason", e.getOriginalMessage()).log("control message not read");
    } catch (StoreUnavailable e) {
      // The terminal record stops the job at its next delivery.
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("control message not obeyed");
    }
  }

  /**
   * Cancels a job: writes its terminal record, publishes the event, and stops the worker that runs
   * it.
   *
   * @param onRecord ends work that the job started, after its terminal record is written
   * @return the job's terminal record: cancelled, or an earlier end
   */
  public static TerminalRecord cancel(
      JobRef job, TerminalRecords records, JobQueue queue, Consumer<JobRef> onRecord)
      throws InterruptedException {
    TerminalRecord record =
        records.commit(job, null, List.of(new JobEvent.Cancelled(job))).record();
    if (record.outcome() == TerminalState.CANCELLED) {
      onRecord.accept(job);
      String hash = StoreLayout.jobHash(job);
      queue
          .publish(new Route.Control(), new Message(hash, Json.bytes(new Cancel(hash)), Map.of()))
          .await();
      for (StoredEvent event : record.events()) {
        queue
            .publish(
                new Route.Event(event.routingKey()),
                new Message(
                    event.id(),
                    event.body().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    Map.of()))
            .await();
      }
    }
    return record;
  }
}
