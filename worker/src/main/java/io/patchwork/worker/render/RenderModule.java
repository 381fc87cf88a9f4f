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
import io.patchwork.worker.jobs.JobHandler;
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

/** Renders, as the rest of the worker sees them: the parts are put together here. Thread-safe. */
public final class RenderModule {

  private final TerminalRecords records;
  private final RenderStore renders;
  private final SegmentStore segments;
  private final RenderPlanner planner;
  private final RenderJob job;
  private final FanOutTasks<RenderRevision> tasks;

  /**
   * Renders.
   *
   * @param lifetime of segments in the store
   */
  public RenderModule(
      ObjectStore store,
      FetchCache cache,
      SourceFetcher fetcher,
      Manifests assets,
      FFmpeg ffmpeg,
      SandboxedJvm reader,
      TerminalRecords records,
      Duration lifetime,
      InstantSource clock) {
    this.records = records;
    this.renders = new RenderStore(store);
    this.segments = new SegmentStore(store, cache, lifetime, clock);
    SegmentRenderer maker = new SegmentRenderer(store, cache, fetcher, ffmpeg, segments);
    this.planner =
        new RenderPlanner(
            store,
            renders,
            fetcher,
            assets,
            new TitleRenderer(store, reader),
            new CodecConfigProbe(ffmpeg),
            ffmpeg.build());
    RenderWorkload workload =
        new RenderWorkload(
            store, renders, segments, maker, new Assembly(store, segments, maker, ffmpeg), records);
    this.job = new RenderJob(planner, renders, segments, workload, records);
    this.tasks = new FanOutTasks<>(workload.fanOut());
  }

  /** What plans a render. */
  public JobHandler job() {
    return job;
  }

  /** What makes it. */
  public FanOutTasks<RenderRevision> tasks() {
    return tasks;
  }

  /**
   * What a render would take, without making it.
   *
   * @param seconds about how many of one core's it would take
   * @param warnings what of the timeline is not rendered, as sentences
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
   * A segment in its place.
   *
   * @param assets what is to be seen in it, in order of appearance
   * @param seconds about how many of one core's it would take
   * @param isThere whether it is in the store already
   * @param isCopied whether it is taken from a rendition as it is
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
   * Plans a render and makes nothing of it but the words in it.
   *
   * @param folder for a child process
   */
  public Preview preview(Render render, Path folder) throws Failure, InterruptedException {
    RenderPlan plan = planner.plan(render, folder).plan();
    List<Boolean> there =
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
              there.get(position) ? 0 : Estimate.seconds(segment.content()),
              there.get(position),
              segment.content() instanceof CopiedGops));
      first += segment.frames();
    }
    return new Preview(
        plan.render(),
        plan.revision(),
        plan.rate(),
        plan.frames(),
        seconds(plan, there),
        segments,
        plan.warnings(),
        plan.lineage());
  }

  /** Each segment once, however often it is shown. */
  private double seconds(RenderPlan plan, List<Boolean> there) {
    double seconds = 0;
    for (int i = 0; i < there.size(); i++) {
      seconds += there.get(i) ? 0 : Estimate.seconds(plan.segments().get(i).content());
    }
    RenderPlan.@Nullable Soundtrack soundtrack = plan.soundtrack();
    boolean isHeard = soundtrack == null || segments.isThere(plan, soundtrack);
    return isHeard || soundtrack == null ? seconds : seconds + Estimate.seconds(soundtrack.spec());
  }

  /**
   * Ends the render that a cancelled job became, unless others wait for it too.
   *
   * @return whether there was a render to end
   */
  public boolean cancel(JobRef cancelled) {
    Optional<RenderBinding> claim = renders.claim(cancelled);
    if (claim.isEmpty()) {
      return false;
    }
    Id render = claim.get().render();
    Sha256 revision = claim.get().revision();
    boolean isDeterministic =
        renders.waiting(render, revision).stream()
            .filter(waiting -> records.find(waiting).isEmpty())
            .allMatch(waiting ->
                waiting.id().equals(cancelled.id()) && waiting.source().equals(cancelled.source()));
    if (isDeterministic) {
      renders.end(render, revision, new RenderEnd.Cancelled());
    }
    return isDeterministic;
  }
}
