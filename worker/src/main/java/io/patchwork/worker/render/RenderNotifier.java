package io.patchwork.worker.render;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.run.Outbox;
import io.patchwork.worker.run.Records;
import io.patchwork.worker.run.TerminalRecord;
import java.util.List;

/** Tells the jobs that wait for a render how it ended. Thread-safe. */
final class RenderNotifier {

  private final RenderStore renders;
  private final Records records;

  RenderNotifier(RenderStore renders, Records records) {
    this.renders = renders;
    this.records = records;
  }

  /** What a render's end means to a job, the terminal event first. */
  static List<JobEvent> events(RenderRecord end, JobRef job) {
    if (end.result() != null) {
      Result.OfRender result = end.result();
      return List.of(
          new JobEvent.Completed(job, result),
          new JobEvent.LineageReported(
              job,
              result.render(),
              result.lineage().key(),
              result.lineage().sha256(),
              result.document()));
    }
    if (end.code() != null) {
      String message = end.message() == null ? "" : end.message();
      return List.of(new JobEvent.Failed(job, end.code(), message, end.detail(), List.of()));
    }
    return List.of(new JobEvent.Cancelled(job));
  }

  /** Ends every job that waits, and says so; again with the same words if it was said before. */
  void tellAll(Id render, Sha256 revision, RenderRecord end, Outbox outbox) {
    for (JobRef job : renders.waiting(render, revision)) {
      Sha256 dataDigest = renders.claim(job).map(RenderBinding::dataDigest).orElse(null);
      TerminalRecord record = records.settle(job, dataDigest, events(end, job));
      record.events().forEach(outbox::tell);
    }
  }
}
