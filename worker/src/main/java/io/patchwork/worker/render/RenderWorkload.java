package io.patchwork.worker.render;

import io.patchwork.common.queue.Lane;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.fanout.FanOut;
import io.patchwork.worker.fanout.Task;
import io.patchwork.worker.fanout.Workload;
import io.patchwork.worker.jobs.Admission;
import io.patchwork.worker.jobs.Ending;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.TerminalRecords;
import io.patchwork.worker.render.assembly.Assembly;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.segment.SegmentRenderer;
import io.patchwork.worker.render.segment.SegmentStore;
import io.patchwork.worker.render.segment.SegmentsMissing;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.telemetry.CostMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * The fan-out of a render: one task for each distinct segment and one for the soundtrack; the
 * assembly follows the last. A task's id is the key of its element. Thread-safe.
 */
final class RenderWorkload implements Workload<RenderRevision> {

  /** Soundtrack and assembly each take about a sixteenth of what the video takes. */
  private static final int SMALL_TASK_DIVISOR = 16;

  private final RenderStore renders;
  private final CreditCorrection corrections;
  private final SegmentStore segments;
  private final SegmentRenderer renderer;
  private final Assembly assembly;
  private final RenderNotifier notifier;
  private final TerminalRecords records;
  private final FanOut<RenderRevision> fanOut;

  RenderWorkload(
      io.patchwork.common.store.ObjectStore store,
      RenderStore renders,
      SegmentStore segments,
      SegmentRenderer renderer,
      Assembly assembly,
      TerminalRecords records,
      Admission admission) {
    this.renders = renders;
    this.segments = segments;
    this.renderer = renderer;
    this.assembly = assembly;
    this.notifier = new RenderNotifier(renders, records, admission);
    this.records = records;
    this.corrections = new CreditCorrection(store);
    this.fanOut = new FanOut<>(this, store);
  }

  FanOut<RenderRevision> fanOut() {
    return fanOut;
  }

  static RenderRevision of(RenderPlan plan) {
    return new RenderRevision(plan.render(), plan.revision());
  }

  /** The tasks of a plan. */
  static List<Task> tasks(RenderPlan plan) {
    int[] shown = new int[plan.segments().size()];
    plan.sequence().forEach(position -> shown[position]++);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < shown.length; i++) {
      RenderPlan.Segment segment = plan.segments().get(i);
      tasks.add(new Task(segment.key().hex(), "segment", false, shown[i] * segment.frames()));
    }
    RenderPlan.Soundtrack soundtrack = plan.soundtrack();
    if (soundtrack != null) {
      tasks.add(
          new Task(soundtrack.key().hex(), "soundtrack", true, smallTaskWeight(plan.frames())));
    }
    return List.copyOf(tasks);
  }

  private static long smallTaskWeight(long frames) {
    return Math.max(1, frames / SMALL_TASK_DIVISOR);
  }

  @Override
  public Class<RenderRevision> type() {
    return RenderRevision.class;
  }

  @Override
  public String name() {
    return "render";
  }

  @Override
  public Lane lane(RenderRevision of) {
    boolean isPreview =
        renders
            .findPlan(of.render(), of.revision())
            .filter(plan -> plan.profile().name().equals(Lanes.PREVIEW_PROFILE))
            .isPresent();
    return isPreview ? Lanes.PREVIEW : Lanes.RENDER;
  }

  @Override
  public String folder(RenderRevision of) {
    return StoreLayout.renderFolder(of.render(), of.revision());
  }

  @Override
  public Map<String, String> facts(RenderRevision of) {
    return Map.of("render", of.render().value(), "revision", of.revision().hex().substring(0, 12));
  }

  @Override
  public Optional<Ending> ending(RenderRevision of, boolean all) {
    return renders.end(of.render(), of.revision()).map(end -> ending(of, end, all));
  }

  private Ending ending(RenderRevision of, RenderEnd end, boolean all) {
    Ending.Step telling = outbox -> notifier.tell(of.render(), of.revision(), end, all, outbox);
    return end instanceof RenderEnd.Failed failed
        ? new Ending(failed.code(), failed.detail(), telling)
        : new Ending(null, null, telling);
  }

  @Override
  public Optional<List<Task>> tasks(RenderRevision of) {
    return renders.findPlan(of.render(), of.revision()).map(RenderWorkload::tasks);
  }

  @Override
  public Object perform(RenderRevision of, Task task, JobContext context, IntConsumer permille)
      throws Failure, InterruptedException {
    RenderPlan plan = renders.plan(of.render(), of.revision());
    RenderPlan.Element element =
        plan.elements().stream()
            .filter(each -> each.key().hex().equals(task.id()))
            .findFirst()
            .orElseThrow(() -> new Fault("there is nothing of the key " + task.id(), null));
    if (!segments.isThere(plan, element)) {
      switch (element) {
        case RenderPlan.Segment segment ->
            renderer.render(
                plan,
                segment,
                context.folder("pass"),
                progress -> permille.accept(progress.permille()));
        case RenderPlan.Soundtrack soundtrack ->
            renderer.render(
                plan,
                soundtrack,
                context.folder("pass"),
                progress -> permille.accept(progress.permille()));
      }
    }
    return Map.of();
  }

  @Override
  public List<JobRef> waiting(RenderRevision of) {
    return renders.waiting(of.render(), of.revision());
  }

  @Override
  public String stage() {
    return "render";
  }

  @Override
  public Last last(RenderRevision of) {
    return new Last.Finish();
  }

  @Override
  public long finishWeight(List<Task> tasks) {
    return smallTaskWeight(
        tasks.stream().filter(task -> !task.isLong()).mapToLong(Task::weight).sum());
  }

  @Override
  public List<String> finish(RenderRevision of, JobContext context)
      throws Failure, InterruptedException {
    RenderPlan plan = renders.plan(of.render(), of.revision());
    Set<Sha256> found =
        fanOut.found(of).stream().map(Sha256::new).collect(Collectors.toUnmodifiableSet());
    try {
      Assembly.Assembled assembled =
          assembly.assemble(plan, found, renders.previousReport(plan), context.folder("pass"));
      Result.OfRender result = assembled.result();
      renders.noteOutput(plan, result.output().sha256());
      assembled.packetDigests().forEach(each -> renders.noteOutput(plan, each));
      corrections.correct(of);
      CostMeter.add(fanOut.cost(of));
      RenderEnd end =
          renders.end(
              plan.render(), plan.revision(), new RenderEnd.Completed(result, CostMeter.current()));
      notifier.tell(plan.render(), plan.revision(), end, context.isRedelivered(), context.outbox());
      return List.of();
    } catch (SegmentsMissing missing) {
      return missing.segments().stream().map(Sha256::hex).toList();
    }
  }

  @Override
  public Ending fail(RenderRevision of, Failure failure) {
    RenderEnd end =
        renders.end(
            of.render(),
            of.revision(),
            new RenderEnd.Failed(failure.code(), failure.sentence(), failure.detail()));
    return ending(of, end, false);
  }

  /** Restarts the render, and clears the failures of the jobs that wait for it. */
  @Override
  public void retry(RenderRevision of, Outbox outbox) throws Failure, InterruptedException {
    RenderPlan plan = renders.plan(of.render(), of.revision());
    if (clearFailure(plan)) {
      renders.waiting(of.render(), of.revision()).forEach(records::clearFailure);
    }
    fanOut.start(of, tasks(plan), true, outbox);
  }

  /**
   * Deletes an end without a result, because a job asks again; and the markers with it, so that
   * every segment, rendered or found, releases its successor again.
   *
   * @return whether there was such an end
   */
  boolean clearFailure(RenderPlan plan) {
    Optional<RenderEnd> end = renders.end(plan.render(), plan.revision());
    if (end.isEmpty() || end.get() instanceof RenderEnd.Completed) {
      return false;
    }
    fanOut.reset(of(plan));
    renders.clearEnd(plan);
    return true;
  }

  @Override
  public boolean isCancelledBy(RenderRevision of, String jobHash) {
    return waiting(of).stream().anyMatch(job -> StoreLayout.jobHash(job).equals(jobHash))
        && renders.end(of.render(), of.revision()).isPresent();
  }
}
