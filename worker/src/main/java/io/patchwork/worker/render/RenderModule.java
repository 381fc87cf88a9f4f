package io.patchwork.worker.render;

import io.patchwork.common.store.FetchCache;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fanout.FanOutTasks;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.jobs.Admission;
import io.patchwork.worker.jobs.JobHandler;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.TerminalRecords;
import io.patchwork.worker.render.assembly.Assembly;
import io.patchwork.worker.render.plan.CopiedGops;
import io.patchwork.worker.render.plan.Estimate;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.segment.CodecConfigProbe;
import io.patchwork.worker.render.segment.SegmentRenderer;
import io.patchwork.worker.render.segment.SegmentStore;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The render package as the rest of the worker sees it; wires its parts. Thread-safe. */
public final class RenderModule {

  private final TerminalRecords records;
  private final RenderStore renders;
  private final SegmentStore segments;
  private final RenderPlanner planner;
  private final RenderJob job;
  private final FanOutTasks<RenderRevision> tasks;

  /**
   * Wires the parts.
   *
   * @param lifetime of segments in the store
   */
  public RenderModule(
      ObjectStore store,
      FetchCache cache,
      SourceFetcher fetcher,
      Manifests manifests,
      FFmpeg ffmpeg,
      SandboxedJvm sandboxedJvm,
      TerminalRecords records,
      Admission admission,
      Duration lifetime,
      InstantSource clock) {
    this.records = records;
    this.renders = new RenderStore(store);
    this.segments = new SegmentStore(store, cache, lifetime, clock);
    SegmentRenderer renderer = new SegmentRenderer(store, cache, fetcher, ffmpeg, segments);
    this.planner =
        new RenderPlanner(
            store,
            renders,
            fetcher,
            manifests,
            new TitleRenderer(store, sandboxedJvm, clock),
            new CodecConfigProbe(ffmpeg),
            ffmpeg.build());
    RenderWorkload workload =
        new RenderWorkload(
            store,
            renders,
            segments,
            renderer,
            new Assembly(store, segments, renderer, ffmpeg),
            records,
            admission);
    this.job = new RenderJob(planner, renders, segments, workload, records, new UsesIndex(store));
    this.tasks = new FanOutTasks<>(workload.fanOut());
  }

  /** The handler of render jobs: plans a render and starts it. */
  public JobHandler job() {
    return job;
  }

  /** The tasks of renders: segments, soundtracks, assembly. */
  public FanOutTasks<RenderRevision> tasks() {
    return tasks;
  }

  /**
   * The outcome of planning a render without starting it: its segments, estimated cost, warnings
   * and lineage.
   *
   * @param seconds estimated cost in seconds of one core
   * @param warnings a sentence for each thing that is not rendered as the timeline asks
   */
  public record Preview(
      Id render,
      Sha256 revision,
      FrameRate rate,
      long frameCount,
      double seconds,
      List<PlannedSegment> segments,
      List<String> warnings,
      Lineage lineage) {}

  /**
   * A segment at its place in the output.
   *
   * @param assets the assets that it shows, in order of appearance
   * @param seconds estimated cost in seconds of one core
   * @param isThere whether it is in the store already
   * @param isCopied whether it is copied from a rendition without encoding
   */
  public record PlannedSegment(
      Sha256 key,
      long firstFrame,
      long frameCount,
      List<String> assets,
      double seconds,
      boolean isThere,
      boolean isCopied) {}

  /**
   * Plans a render without starting it; only its titles are rasterized.
   *
   * @param folder work folder of a child process
   */
  public Preview preview(Render render, Path folder) throws Failure, InterruptedException {
    RenderPlan plan = planner.plan(render, folder).plan();
    List<Boolean> stored =
        plan.segments().stream().map(segment -> segments.isThere(plan, segment)).toList();
    List<PlannedSegment> segments = new java.util.ArrayList<>();
    long first = 0;
    for (int position : plan.sequence()) {
      RenderPlan.Segment segment = plan.segments().get(position);
      segments.add(
          new PlannedSegment(
              segment.key(),
              first,
              segment.frames(),
              segment.content().assets().stream().map(Id::value).toList(),
              stored.get(position) ? 0 : Estimate.seconds(segment.content()),
              stored.get(position),
              segment.content() instanceof CopiedGops));
      first += segment.frames();
    }
    return new Preview(
        plan.render(),
        plan.revision(),
        plan.rate(),
        plan.frames(),
        seconds(plan, stored),
        segments,
        plan.warnings(),
        plan.lineage());
  }

  /**
   * The estimated cost of what is not in the store; a segment counts once, however often it is
   * shown.
   */
  private double seconds(RenderPlan plan, List<Boolean> stored) {
    double seconds = 0;
    for (int i = 0; i < stored.size(); i++) {
      seconds += stored.get(i) ? 0 : Estimate.seconds(plan.segments().get(i).content());
    }
    RenderPlan.@Nullable Soundtrack soundtrack = plan.soundtrack();
    boolean isStored = soundtrack == null || segments.isThere(plan, soundtrack);
    return isStored || soundtrack == null ? seconds : seconds + Estimate.seconds(soundtrack.spec());
  }

  /**
   * How many distinct segments of a render are in the store.
   *
   * @param stored those that are there
   */
  public record Kept(int total, int stored) {}

  /** What is in the store of the render that a job asks for; empty before it is planned. */
  public Optional<Kept> kept(JobRef job) {
    return renders
        .binding(job)
        .flatMap(binding -> renders.findPlan(binding.render(), binding.revision()))
        .map(plan ->
            new Kept(
                plan.segments().size(),
                (int)
                    plan.segments().stream()
                        .filter(segment -> segments.isThere(plan, segment))
                        .count()));
  }

  /**
   * Ends a render that must not be made, unless it has ended, and tells the jobs that wait for it.
   *
   * @param why what these are told
   */
  public void withdraw(RenderRevision of, Failure why, Outbox outbox)
      throws Failure, InterruptedException {
    tasks.fail(of, why).tell(outbox);
  }

  /**
   * Ends the render that a cancelled job is bound to, unless other jobs wait for it.
   *
   * @return whether there was a render to end
   */
  public boolean cancel(JobRef cancelled) {
    Optional<RenderBinding> binding = renders.binding(cancelled);
    if (binding.isEmpty()) {
      return false;
    }
    Id render = binding.get().render();
    Sha256 revision = binding.get().revision();
    boolean isLastWaiting =
        renders.waiting(render, revision).stream()
            .filter(waiting -> records.find(waiting).isEmpty())
            .allMatch(waiting ->
                waiting.id().equals(cancelled.id()) && waiting.source().equals(cancelled.source()));
    if (isLastWaiting) {
      renders.end(render, revision, new RenderEnd.Cancelled());
    }
    return isLastWaiting;
  }
}
