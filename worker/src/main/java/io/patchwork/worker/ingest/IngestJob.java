package io.patchwork.worker.ingest;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.Fingerprints;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fingerprint.Prints;
import io.patchwork.worker.intake.Assets;
import io.patchwork.worker.intake.Intake;
import io.patchwork.worker.intake.Intake.Material;
import io.patchwork.worker.intake.UploadNotices;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Workshop;
import io.patchwork.worker.run.Capability;
import io.patchwork.worker.run.JobContext;
import io.patchwork.worker.run.Outcome;
import io.patchwork.worker.thumbnail.Thumbnails;
import io.patchwork.worker.transcode.LadderProfile;
import io.patchwork.worker.transcode.LadderProfiles;
import io.patchwork.worker.transcode.Renditions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes an upload an asset: all products in one pass, then the manifest. Thread-safe. */
public final class IngestJob implements Capability {

  private final Intake intake;
  private final Workshop workshop;
  private final Assets assets;
  private final LadderProfiles profiles;

  public IngestJob(Intake intake, Workshop workshop, Assets assets, LadderProfiles profiles) {
    this.intake = intake;
    this.workshop = workshop;
    this.assets = assets;
    this.profiles = profiles;
  }

  /** Everything that the platform wants of a source; pure. */
  static List<Contribution> contributions(MediaInfo info, Sha256 sha256, LadderProfile profile)
      throws Failure {
    List<Contribution> contributions = new ArrayList<>(Renditions.plan(info, profile));
    contributions.addAll(Thumbnails.plan(info));
    contributions.addAll(Prints.plan(info, sha256));
    return contributions;
  }

  @Override
  public Outcome perform(JobMessage message, JobContext context)
      throws Failure, InterruptedException {
    Ingest job = (Ingest) message.job();
    LadderProfile profile = profiles.named(job.profile());
    Path folder = context.folder("pass");
    Material material =
        intake
            .take(
                job.source(),
                job.etag(),
                folder,
                (done, total) -> context.progress(List.of(message.ref()), "fetch", done, total))
            .as(job.asset());
    Findings findings =
        workshop.make(
            material,
            contributions(material.info(), material.sha256(), profile),
            folder,
            message.ref(),
            context);
    List<Artifact> artifacts = new ArrayList<>(findings.artifacts());
    material.frames().ifPresent(artifacts::add);
    Fingerprints fingerprints =
        new Fingerprints(material.sha256(), findings.pdq(), findings.prints());
    AssetManifest manifest =
        new AssetManifest(
            AssetManifest.FORMAT,
            job.asset(),
            material.sha256(),
            material.original(),
            material.bytes(),
            material.info(),
            contributors(job, message),
            job.resources(),
            artifacts,
            fingerprints,
            findings.loudness(),
            findings.placeholder(),
            profile.name(),
            findings.warnings());
    ObjectKey key = assets.put(manifest, job.sequencer());
    return Outcome.finished(
        new JobEvent.Completed(
            message.ref(),
            new Result.OfAsset(
                job.asset(),
                material.sha256(),
                key.value(),
                artifacts,
                fingerprints,
                findings.warnings())));
  }

  /** Who dropped a file in the bucket does not change whose work an asset is. */
  private List<Contributor> contributors(Ingest job, JobMessage message) {
    Optional<Assets.Known> known =
        message.envelope().source().equals(UploadNotices.SOURCE)
            ? assets.find(job.asset())
            : Optional.empty();
    return known.map(asset -> asset.manifest().contributors()).orElse(job.contributors());
  }
}
