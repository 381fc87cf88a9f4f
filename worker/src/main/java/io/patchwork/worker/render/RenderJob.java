package io.patchwork.worker.render;

import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Cancelled;
import io.patchwork.worker.run.Capability;
import io.patchwork.worker.run.JobContext;
import io.patchwork.worker.run.Outcome;
import io.patchwork.worker.run.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans a render, stores the plan, and sets it going: a planned render is continued, not completed.
 * Thread-safe.
 */
public final class RenderJob implements Capability {

  private final RenderPlanner planner;
  private final RenderStore renders;
  private final Pieces pieces;
  private final Release release;
  private final Records records;

  RenderJob(
      RenderPlanner planner, RenderStore renders, Pieces pieces, Release release, Records records) {
    this.planner = planner;
    this.renders = renders;
    this.pieces = pieces;
    this.release = release;
    this.records = records;
  }

  @Override
  public Outcome perform(JobMessage message, JobContext context) throws Failure {
    RenderPlan plan = planner.plan((Render) message.job());
    JobRef job = message.ref();
    renders.putPlan(plan);
    renders.wait(plan, job);
    renders.moveLatest(plan);
    // After the job is noted as waiting: either it is seen by whoever ends the render, or it sees
    // the end here.
    Optional<RenderRecord> end = renders.end(plan.render(), plan.revision());
    if (end.isPresent() && end.get().result() != null) {
      return new Outcome.Finished(RenderSpeaker.events(end.get(), job));
    }
    if (end.isPresent()) {
      renders.clearFailure(plan);
    }
    if (records.find(job).isPresent()) {
      throw new Cancelled();
    }
    release.start(plan, reuse(plan), context.outbox());
    return new Outcome.Continued();
  }

  /** The pieces that need not be made. */
  private Set<Sha256> reuse(RenderPlan plan) throws Failure {
    List<Sha256> found = new ArrayList<>();
    for (Sha256 piece : plan.keys()) {
      if (pieces.isThereToStay(plan, piece)) {
        found.add(piece);
      }
    }
    return renders.noteReused(plan, found);
  }
}
