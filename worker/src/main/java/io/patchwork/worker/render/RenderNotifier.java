package io.patchwork.worker.render;

import io.patchwork.schema.event.Cost;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.Admission;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.TerminalRecords;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the jobs that wait for a render how it ended. Thread-safe. */
final class RenderNotifier {

  private final RenderStore store;
  private final TerminalRecords records;
  private final Admission admission;

  RenderNotifier(RenderStore store, TerminalRecords records, Admission admission) {
    this.store = store;
    this.records = records;
    this.admission = admission;
  }

  /**
   * The events of a job whose render ended, the terminal one first. Its result counts as reused
   * what was in the store when this job was planned, whoever rendered it.
   */
  static List<JobEvent> events(RenderEnd end, JobRef job, Optional<RenderBinding> binding) {
    return switch (end) {
      case RenderEnd.Completed(Result.OfRender result, @Nullable Cost cost) ->
          List.of(
              new JobEvent.Completed(
                  job,
                  binding
                      .map(RenderBinding::storedSegments)
                      .map(stored -> result.with(result.segments().ofStored(stored)))
                      .orElse(result),
                  cost),
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
   * Ends every waiting job and tells it.
   *
   * @param all whether to tell also the jobs that others have ended
   */
  void tell(Id render, Sha256 revision, RenderEnd end, boolean all, Outbox outbox)
      throws Failure, InterruptedException {
    for (JobRef job : store.waiting(render, revision)) {
      Optional<RenderBinding> binding = store.binding(job);
      Sha256 dataDigest = binding.map(RenderBinding::dataDigest).orElse(null);
      TerminalRecords.Commit commit = records.commit(job, dataDigest, events(end, job, binding));
      commit.ending(all).tell(outbox);
      if (commit.isNew() || all) {
        admission.releaseKept(job, all, outbox);
      }
    }
  }
}
