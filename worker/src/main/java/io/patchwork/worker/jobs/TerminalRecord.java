package io.patchwork.worker.jobs;

import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a job is over, how, and what was said: the one record that the first writer leaves.
 *
 * @param dataDigest of the job's data; null where it was cancelled before anybody read it
 * @param events to be published, again on every redelivery
 */
public record TerminalRecord(
    JobRef job, @Nullable Sha256 dataDigest, TerminalState outcome, List<StoredEvent> events) {

  public TerminalRecord {
    events = List.copyOf(events);
  }
}
