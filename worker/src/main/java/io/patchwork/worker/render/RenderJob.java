package io.patchwork.worker.render;

import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Cancelled;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.JobHandler;
import io.patchwork.worker.jobs.Outcome;
import io.patchwork.worker.jobs.TerminalRecords;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.segment.SegmentStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans a render, stores the plan and starts its fan-out; the job is continued, not completed, by
 * that. Thread-safe.
 */
public final class RenderJob implements JobHandler {

  private final RenderPlanner planner;
  private final RenderStore renders;
  private final SegmentStore segments;
  private final RenderWorkload workload;
  private final TerminalRecords records;
  private final UsesIndex uses;

  RenderJob(
      RenderPlanner planner,
      RenderStore renders,
      SegmentStore segments,
      RenderWorkload workload,
      TerminalRecords records,
      UsesIndex uses) {
    this.planner = planner;
    this.renders = renders;
    this.segments = segments;
    this.workload = workload;
    this.records = records;
    this.uses = uses;
  }

  @Override
  public Outcome perform(JobMessage message, JobContext context)
      throws Failure, InterruptedException {
    JobRef job = message.ref();
    Bound bound = bound(message, context.folder("plan"));
    RenderPlan plan = bound.plan();
    renders.addWaiting(plan, job);
    // Only now that the job is noted as waiting: either the task that ends the render sees it, or
    // it sees the end here.
    Optional<RenderEnd> end = renders.end(plan.render(), plan.revision());
    if (end.isPresent() && end.get() instanceof RenderEnd.Completed) {
      return new Outcome.Finished(RenderNotifier.events(end.get(), job, renders.binding(job)));
    }
    if (end.isPresent()) {
      workload.clearFailure(plan);
    }
    if (records.find(job).isPresent()) {
      throw new Cancelled();
    }
    var _ =
        workload
            .fanOut()
            .noteFound(
                RenderWorkload.of(plan),
                bound.found().isPresent() ? bound.found().get() : found(plan));
    workload
        .fanOut()
        .start(
            RenderWorkload.of(plan),
            RenderWorkload.tasks(plan),
            context.isRedelivered(),
            context.outbox());
    return new Outcome.Continued();
  }

  /**
   * A plan that a job is bound to.
   *
   * @param found keys of the elements that are in the store; absent where it was bound before
   */
  private record Bound(RenderPlan plan, Optional<List<String>> found) {}

  /**
   * The plan that this job is bound to, or a new one.
   *
   * @throws Refused if another job under this id is being rendered
   */
  private Bound bound(JobMessage message, Path folder) throws Failure, InterruptedException {
    Optional<RenderBinding> bound = renders.binding(message.ref());
    if (bound.isPresent()) {
      return new Bound(planOf(message, bound.get()), Optional.empty());
    }
    RenderPlanner.Planned planned = planner.plan((Render) message.job(), folder);
    RenderPlan plan = planned.plan();
    renders.putTimeline(plan, planned.timeline());
    renders.putRequest(plan, (Render) message.job());
    renders.putMosaics(plan, planned.attribution());
    uses.add(plan.lineage());
    renders.putPlan(plan);
    renders.moveLatest(plan);
    List<String> found = found(plan);
    RenderBinding fresh =
        new RenderBinding(
            plan.render(), plan.revision(), message.dataDigest(), storedSegments(plan, found));
    return new Bound(planOf(message, renders.bind(message.ref(), fresh)), Optional.of(found));
  }

  private static int storedSegments(RenderPlan plan, List<String> found) {
    Set<String> keys = Set.copyOf(found);
    return (int)
        plan.segments().stream().filter(segment -> keys.contains(segment.key().hex())).count();
  }

  private RenderPlan planOf(JobMessage message, RenderBinding binding) throws Failure {
    if (!binding.dataDigest().equals(message.dataDigest())) {
      throw Refused.idReused(message.ref().id());
    }
    return renders.plan(binding.render(), binding.revision());
  }

  /** The keys of the elements that are in the store already. */
  private List<String> found(RenderPlan plan) throws Failure {
    List<String> found = new ArrayList<>();
    for (RenderPlan.Element element : plan.elements()) {
      if (segments.isThereToStay(plan, element)) {
        found.add(element.key().hex());
      }
    }
    return found;
  }
}
