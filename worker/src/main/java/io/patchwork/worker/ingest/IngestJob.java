package io.patchwork.worker.ingest;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.Fingerprints;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.artifact.ArtifactMaker;
import io.patchwork.worker.artifact.ArtifactRequest;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.fetch.UploadNotifications;
import io.patchwork.worker.fingerprint.MediaFingerprints;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.JobHandler;
import io.patchwork.worker.jobs.Outcome;
import io.patchwork.worker.thumbnail.Thumbnails;
import io.patchwork.worker.transcode.LadderProfile;
import io.patchwork.worker.transcode.LadderProfiles;
import io.patchwork.worker.transcode.Renditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes an upload an asset: all products in one pass, then the manifest. Thread-safe. */
public final class IngestJob implements JobHandler {

  private final ArtifactMaker workshop;
  private final Manifests assets;
  private final LadderProfiles profiles;

  public IngestJob(ArtifactMaker workshop, Manifests assets, LadderProfiles profiles) {
    this.workshop = workshop;
    this.assets = assets;
    this.profiles = profiles;
  }

  /** What an ingest wants of its source. */
  public static ArtifactRequest request(LadderProfiles profiles) {
    return new ArtifactRequest() {
      @Override
      public Source source(JobMessage message) {
        return ((Ingest) message.job()).source();
      }

      @Override
      public @Nullable String etag(JobMessage message) {
        return ((Ingest) message.job()).etag();
      }

      @Override
      public Optional<Id> asset(JobMessage message) {
        return Optional.of(((Ingest) message.job()).asset());
      }

      @Override
      public List<ArtifactSpec> specs(FetchedSource material, JobMessage message) throws Failure {
        LadderProfile profile = profiles.named(((Ingest) message.job()).profile());
        return IngestJob.specs(material.info(), material.sha256(), profile);
      }
    };
  }

  /** Everything that the platform wants of a source; pure. */
  static List<ArtifactSpec> specs(MediaInfo info, Sha256 sha256, LadderProfile profile)
      throws Failure {
    List<ArtifactSpec> specs = new ArrayList<>(Renditions.plan(info, profile));
    specs.addAll(Thumbnails.plan(info));
    specs.addAll(MediaFingerprints.plan(info, sha256));
    return specs;
  }

  @Override
  public Outcome perform(JobMessage message, JobContext context)
      throws Failure, InterruptedException {
    Optional<ArtifactMaker.Made> made = workshop.make(message, context);
    if (made.isEmpty()) {
      return new Outcome.Continued();
    }
    Ingest job = (Ingest) message.job();
    LadderProfile profile = profiles.named(job.profile());
    FetchedSource material = made.get().material();
    ArtifactSet findings = made.get().findings();
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
    Optional<Manifests.StoredManifest> known =
        message.envelope().source().equals(UploadNotifications.SOURCE)
            ? assets.find(job.asset())
            : Optional.empty();
    return known.map(asset -> asset.manifest().contributors()).orElse(job.contributors());
  }
}
