package io.patchwork.worker.jobs;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.cluster.StoreLayout;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * What is said to all workers. It only hastens: the terminal record is what counts, and a job that
 * nobody was at when it was said finds the record when it is delivered.
 */
public final class CancelBroadcast {

  private static final Logger LOG = LoggerFactory.getLogger(CancelBroadcast.class);

  private record Cancel(String cancel) {}

  private CancelBroadcast() {}

  /** Does what a message says. */
  public static void handle(Message message, RunningJobs running) {
    try {
      running.cancel(Json.read(message.body(), Cancel.class).cancel());
    } catch (JacksonException e) {
      LOG.atWarn().addKeyValue("reason", e.getOriginalMessage()).log("control message not read");
    } catch (StoreUnavailable e) {
      // The record says the same to whoever is delivered the job next.
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("control message not obeyed");
    }
  }

  /**
   * Cancels a job wherever it is: writes its end, says so, and stops who is at it.
   *
   * @param onRecord ends what the job became, after its own end is written
   * @return how the job ended: cancelled, or otherwise before
   */
  public static TerminalRecord cancel(
      JobRef job, TerminalRecords records, JobQueue queue, Consumer<JobRef> onRecord)
      throws InterruptedException {
    TerminalRecord record = records.commit(job, null, List.of(new JobEvent.Cancelled(job)));
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
