package io.patchwork.worker.client;

import io.patchwork.common.queue.Message;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.worker.jobs.StoredEvent;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.jobs.TerminalRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A job that was sent; its events are consumed from before it was sent. */
public final class PendingJob implements AutoCloseable {

  /** Events may be lost with a broker session; the record in the store is not. */
  private static final Duration RECORD_POLL_INTERVAL = Duration.ofSeconds(5);

  private final JobRef ref;
  private final EventFeed events;
  private final TerminalRecords records;

  PendingJob(JobRef ref, EventFeed events, TerminalRecords records) {
    this.ref = ref;
    this.events = events;
    this.records = records;
  }

  /** The job's reference. */
  public JobRef ref() {
    return ref;
  }

  /**
   * Waits for the end.
   *
   * @param onEvent called with every earlier event
   * @return the terminal event
   */
  public JobEvent.Terminal await(Consumer<JobEvent> onEvent) throws InterruptedException {
    return awaitUntil(event -> false, onEvent).orElseThrow();
  }

  /**
   * Waits for the end, or for an earlier event that is enough.
   *
   * @param isEnough whether to wait no longer after an event
   * @param onEvent called with every earlier event
   * @return the terminal event; empty where an earlier one was enough
   */
  public Optional<JobEvent.Terminal> awaitUntil(
      Predicate<JobEvent> isEnough, Consumer<JobEvent> onEvent) throws InterruptedException {
    while (true) {
      Optional<JobEvent> event = events.next(RECORD_POLL_INTERVAL);
      if (event.isEmpty()) {
        Optional<JobEvent.Terminal> recorded = records.find(ref).flatMap(PendingJob::terminal);
        if (recorded.isPresent()) {
          return recorded;
        }
      } else if (event.get() instanceof JobEvent.Terminal end) {
        return Optional.of(end);
      } else {
        onEvent.accept(event.get());
        if (isEnough.test(event.get())) {
          return Optional.empty();
        }
      }
    }
  }

  /** The terminal event of a record. */
  private static Optional<JobEvent.Terminal> terminal(TerminalRecord record) {
    return record.events().stream()
        .map(StoredEvent::body)
        .map(body -> new Message("", body.getBytes(StandardCharsets.UTF_8), Map.of()))
        .flatMap(message -> EventFeed.read(message).stream())
        .flatMap(event -> event instanceof JobEvent.Terminal end ? Stream.of(end) : Stream.empty())
        .findFirst();
  }

  @Override
  public void close() {
    events.close();
  }
}
