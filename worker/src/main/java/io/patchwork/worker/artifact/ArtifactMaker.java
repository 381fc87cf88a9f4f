package io.patchwork.worker.artifact;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.ArrivedSource;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes all artifacts that a job wants of one source: in one pass or, for a long source, in one
 * pass for each chunk. Thread-safe.
 */
public final class ArtifactMaker {

  private final JobSources sources;
  private final MediaTools tools;
  private final ChunkWorkload chunks;
  private final RationalTime message;

  /**
   * Creates a maker.
   *
   * @param message length of a chunk for 1920×1080 at 30 fps
   */
  public ArtifactMaker(
      JobSources sources, MediaTools tools, ChunkWorkload chunks, RationalTime message) {
    this.sources = sources;
    this.tools = tools;
    this.chunks = chunks;
    this.message = message;
  }

  /**
   * A source and its artifacts.
   *
   * @param upload the file as it arrived
   */
  public record Made(FetchedSource material, ArtifactSet findings, Path upload) {}

  /**
   * Makes the artifacts that a job wants.
   *
   * @return empty where chunks were queued; the job's message is sent again once they are done
   * @throws Failure.BadMedia if a required artifact cannot be made
   */
  public Optional<Made> make(JobMessage job, JobContext context)
      throws Failure, InterruptedException {
    try {
      return made(job, context);
    } finally {
      tools.pictures().prepare();
    }
  }

  private Optional<Made> made(JobMessage job, JobContext context)
      throws Failure, InterruptedException {
    Path folder = context.folder("pass");
    // A source that this worker fetched for a chunk is not fetched again for the join.
    @Nullable Sha256 content =
        chunks.planToJoin(job.ref(), context).map(ChunkPlan::sha256).orElse(null);
    ArrivedSource source =
        sources.fetch(
            job,
            content,
            folder,
            (done, total) -> context.progress(List.of(job.ref()), "fetch", done, total));
    AtOnce.Pair<ArtifactCache, FetchedSource> both =
        AtOnce.both(
            () -> new ArtifactCache(tools.store(), source.asset(), source.sha256()),
            () -> sources.probe(job, source));
    FetchedSource material = both.second();
    Path upload = folder.resolve("in").resolve(material.file());
    List<ArtifactSpec> wanted = sources.wanted(job, material);
    ArtifactRun making =
        new ArtifactRun(
            tools,
            material,
            both.first(),
            folder,
            progress ->
                context.progress(
                    List.of(job.ref()), ChunkWorkload.STAGE, progress.permille(), 1000));
    List<ArtifactSpec> missing = new ArrayList<>();
    ArtifactSet findings =
        claims(material.info())
            .plus(ArtifactSet.ofWarnings(SourceWarnings.of(material.info())))
            .plus(making.found(wanted, missing));
    count(wanted.size() - missing.size(), "hit");
    count(missing.size(), "miss");
    if (missing.isEmpty()) {
      return Optional.of(new Made(material, findings, upload));
    }
    ChunkSplit split = ChunkSplit.of(material, missing, message);
    if (split.isNone()) {
      if (ChunkSplit.isHeavy(missing)) {
        sources.fetcher().checkAtOnce(material.info());
      }
      return Optional.of(
          new Made(
              material,
              findings.plus(making.whole(missing, missing.size() == wanted.size())),
              upload));
    }
    ChunkPlan plan = chunks.plan(job, material, split, missing, context);
    if (!chunks.startUnlessComplete(job.ref(), plan, context)) {
      return Optional.empty();
    }
    ChunkWorkload.checkContent(plan, material);
    try {
      ArtifactSet joined = making.joined(missing, chunks.outputs(job.ref(), plan, folder));
      return Optional.of(new Made(material, findings.plus(joined), upload));
    } catch (ChunkOutputs.Missing gone) {
      chunks.redo(job.ref(), plan, gone.position(), context.outbox());
      return Optional.empty();
    }
  }

  private void count(int artifacts, String result) {
    tools.metrics().counter(WorkerMetrics.CACHE_LOOKUPS, "artifacts", result).inc(artifacts);
  }

  /** A warning for a header whose declared duration is wrong. */
  private static ArtifactSet claims(MediaInfo info) {
    if (info.declaredDuration() == null || info.duration() == null) {
      return ArtifactSet.NOTHING;
    }
    return ArtifactSet.warning(
        "The file says that it is "
            + info.declaredDuration().toClock()
            + " long, but it holds "
            + info.duration().toClock()
            + ", and that is used; "
            + (info.declaredDuration().compareTo(info.duration()) > 0
                ? "if the upload was cut short, upload it again."
                : "if the first is right, export it again from the program that made it."));
  }
}
