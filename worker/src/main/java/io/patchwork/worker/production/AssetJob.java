package io.patchwork.worker.production;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.manifest.Fingerprints;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.intake.Intake;
import io.patchwork.worker.intake.Intake.Material;
import io.patchwork.worker.run.Capability;
import io.patchwork.worker.run.JobContext;
import io.patchwork.worker.run.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job that makes products of one source: transcode, thumbnail, fingerprint. Thread-safe. */
public final class AssetJob implements Capability {

  private final Intake intake;
  private final Workshop workshop;
  private final Wish wish;

  /** What a kind of job wants of a source. */
  public interface Wish {

    Source source(JobMessage message);

    /**
     * The contributions for a source of that kind; pure.
     *
     * @throws Failure.BadMedia if nothing of what is wanted can be made of it
     */
    List<Contribution> contributions(Material material, JobMessage message) throws Failure;
  }

  public AssetJob(Intake intake, Workshop workshop, Wish wish) {
    this.intake = intake;
    this.workshop = workshop;
    this.wish = wish;
  }

  @Override
  public Outcome perform(JobMessage message, JobContext context)
      throws Failure, InterruptedException {
    Path folder = context.folder("pass");
    Material material =
        intake.take(
            wish.source(message),
            null,
            folder,
            (done, total) -> context.progress(List.of(message.ref()), "fetch", done, total));
    List<Contribution> contributions = wish.contributions(material, message);
    Findings findings = workshop.make(material, contributions, folder, message.ref(), context);
    @Nullable String manifest = material.known().map(known -> known.key().value()).orElse(null);
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
