package io.patchwork.worker.artifact;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.manifest.Fingerprints;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.JobHandler;
import io.patchwork.worker.jobs.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job that makes artifacts of one source: transcode, thumbnail, fingerprint. Thread-safe. */
public final class AssetJob implements JobHandler {

  private final ArtifactMaker maker;

  public AssetJob(ArtifactMaker maker) {
    this.maker = maker;
  }

  @Override
  public Outcome perform(JobMessage message, JobContext context)
      throws Failure, InterruptedException {
    Optional<ArtifactMaker.Made> made = maker.make(message, context);
    if (made.isEmpty()) {
      return new Outcome.Continued();
    }
    FetchedSource material = made.get().material();
    ArtifactSet findings = made.get().findings();
    @Nullable String manifest =
        material.manifest().map(stored -> stored.key().value()).orElse(null);
    Result result =
        new Result.OfAsset(
            material.asset(),
            material.sha256(),
            manifest,
            findings.artifacts(),
            new Fingerprints(material.sha256(), findings.pdq(), findings.prints()),
            findings.warnings());
    return Outcome.finished(new JobEvent.Completed(message.ref(), result));
  }
}
