package io.patchwork.worker.jobs;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.EventMessage;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The record that a job is over, with its outcome and events; the first one written counts.
 *
 * @param dataDigest of the job's data; null where it was cancelled before a worker read it
 * @param events to publish, again on every redelivery
 * @param lapses when a cancellation of a job that nobody has seen ceases to hold; null for all
 *     other ends
 */
public record TerminalRecord(
    JobRef job,
    @Nullable Sha256 dataDigest,
    TerminalState outcome,
    List<StoredEvent> events,
    @Nullable Instant lapses) {

  public TerminalRecord {
    events = List.copyOf(events);
  }

  /** The end of which its events tell. */
  public Ending ending() {
    return jobEvents()
        .flatMap(event -> event instanceof JobEvent.Failed failed ? Stream.of(failed) : Stream.of())
        .findFirst()
        .map(failed -> new Ending(failed.code(), failed.detail(), this::tell))
        .orElseGet(() -> new Ending(null, null, this::tell));
  }

  /** Its events, decoded. */
  public Stream<JobEvent> jobEvents() {
    return events.stream().map(TerminalRecord::decoded).map(EventMessage::event);
  }

  /** Whether all its events can be read: another build, or a hand, may have written them. */
  public boolean isReadable() {
    return events.stream().allMatch(event -> parsed(event).isPresent());
  }

  /** When it ended. */
  public Optional<Instant> time() {
    return events.stream()
        .map(TerminalRecord::decoded)
        .map(each -> each.envelope().time())
        .findFirst();
  }

  private void tell(Outbox outbox) {
    events.forEach(outbox::publish);
  }

  private static EventMessage decoded(StoredEvent event) {
    return parsed(event)
        .orElseThrow(() ->
            new IllegalStateException("a record holds an event that cannot be read: " + event));
  }

  private static Optional<EventMessage> parsed(StoredEvent event) {
    try {
      return Optional.of(MessageCodec.readEvent(event.body().getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidMessage notOurs) {
      return Optional.empty();
    }
  }
}
