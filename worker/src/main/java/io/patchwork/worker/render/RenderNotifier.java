package io.patchwork.worker.render;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.jobs.TerminalRecords;
import java.util.List;

/** Tells the jobs that wait for a render how it ended. Thread-safe. */
final class RenderNotifier {

  private final RenderStore store;
  private final TerminalRecords records;

  RenderNotifier(RenderStore store, TerminalRecords records) {
    this.store = store;
    this.records = records;
  }

  /** The events of a job whose render ended, the terminal one first. */
  static List<JobEvent> events(RenderEnd end, JobRef job) {
    return switch (end) {
      case RenderEnd.Completed(Result.OfRender result) ->
          List.of(
              new JobEvent.Completed(job, result),
              new JobEvent.LineageReported(
                  job,
                  result.render(),
                  result.lineage().key(),
                  result.lineage().sha256(),
                  result.document()));
      case RenderEnd.Failed failed ->
          List.of(
              new JobEvent.Failed(
                  job, failed.code(), failed.message(), failed.detail(), List.of()));
      case RenderEnd.Cancelled _ -> List.of(new JobEvent.Cancelled(job));
    };
  }

  /**
   * Ends every waiting job and publishes its events; a job that has ended gets the events of its
   * record again.
   */
  void publishAll(Id render, Sha256 revision, RenderEnd end, Outbox outbox) {
    for (JobRef job : store.waiting(render, revision)) {
      Sha256 dataDigest = store.binding(job).map(RenderBinding::dataDigest).orElse(null);
      TerminalRecord record = records.commit(job, dataDigest, events(end, job));
      record.events().forEach(outbox::publish);
    }
  }
}
