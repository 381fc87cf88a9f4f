package io.patchwork.worker.artifact;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.jobs.JobContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes everything that is wanted of one source in one pass, or of a long one in many, each of a
 * chunk of it. Thread-safe.
 */
public final class ArtifactMaker {

  private final JobSources sources;
  private final MediaTools tools;
  private final ChunkWorkload chunks;
  private final RationalTime message;

  /**
   * A workshop.
   *
   * @param message how much of a picture of 1920×1080 at 30 frames a second one message takes
   */
  public ArtifactMaker(
      JobSources sources, MediaTools tools, ChunkWorkload chunks, RationalTime message) {
    this.sources = sources;
    this.tools = tools;
    this.chunks = chunks;
    this.message = message;
  }

  /** A source and what was made of it. */
  public record Made(FetchedSource material, ArtifactSet findings) {}

  /**
   * Makes what a job wants.
   *
   * @return nothing where it goes on in other messages, the last of which is this one again
   * @throws Failure.BadMedia if what cannot be missed cannot be made
   */
  public Optional<Made> make(JobMessage job, JobContext context)
      throws Failure, InterruptedException {
    Path folder = context.folder("pass");
    // What this worker fetched to make a chunk of it is not fetched again to join them.
    @Nullable Sha256 content =
        chunks.planToJoin(job.ref(), context).map(ChunkPlan::sha256).orElse(null);
    FetchedSource material =
        sources.take(
            job,
            content,
            folder,
            (done, total) -> context.progress(List.of(job.ref()), "fetch", done, total));
    List<ArtifactSpec> wanted = sources.wanted(job, material);
    ArtifactRun making =
        new ArtifactRun(
            tools,
            material,
            folder,
            progress ->
                context.progress(
                    List.of(job.ref()), ChunkWorkload.STAGE, progress.permille(), 1000));
    List<ArtifactSpec> missing = new ArrayList<>();
    ArtifactSet findings = claims(material.info()).plus(making.found(wanted, missing));
    if (missing.isEmpty()) {
      return Optional.of(new Made(material, findings));
    }
    ChunkSplit split = ChunkSplit.of(material, missing, message);
    if (split.isNone()) {
      if (ChunkSplit.isHeavy(missing)) {
        sources.fetcher().checkAtOnce(material.info());
      }
      return Optional.of(
          new Made(
              material, findings.plus(making.whole(missing, missing.size() == wanted.size()))));
    }
    ChunkPlan plan = chunks.plan(job, material, split, missing, context);
    if (!chunks.startUnlessComplete(job.ref(), plan, context.outbox())) {
      return Optional.empty();
    }
    ChunkWorkload.checkContent(plan, material);
    try {
      ArtifactSet joined = making.joined(missing, chunks.kept(job.ref(), plan, folder));
      return Optional.of(new Made(material, findings.plus(joined)));
    } catch (ChunkOutputs.Missing gone) {
      chunks.again(job.ref(), plan, gone.position(), context.outbox());
      return Optional.empty();
    }
  }

  /** What a person should know of a header that claims what is not there. */
  private static ArtifactSet claims(MediaInfo info) {
    if (info.declaredDuration() == null || info.duration() == null) {
      return ArtifactSet.NOTHING;
    }
    return ArtifactSet.warning(
        "The header says "
            + info.declaredDuration().toClock()
            + " but the file holds "
            + info.duration().toClock()
            + (info.declaredDuration().compareTo(info.duration()) > 0
                ? ", which is used; if the upload was cut short, upload it again."
                : ", which is used."));
  }
}
