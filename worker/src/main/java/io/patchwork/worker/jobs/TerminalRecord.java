package io.patchwork.worker.jobs;

import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record that a job is over, with its outcome and events; the first one written counts.
 *
 * @param dataDigest of the job's data; null where it was cancelled before a worker read it
 * @param events to publish, again on every redelivery
 */
public record TerminalRecord(
    JobRef job, @Nullable Sha256 dataDigest, TerminalState outcome, List<StoredEvent> events) {

  public TerminalRecord {
    events = List.copyOf(events);
  }
}
