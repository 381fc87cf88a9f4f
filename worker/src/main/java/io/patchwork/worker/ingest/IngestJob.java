package io.patchwork.worker.ingest;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.WorkDetails;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.Fingerprints;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.alpha.AlphaMeasure;
import io.patchwork.worker.artifact.ArtifactMaker;
import io.patchwork.worker.artifact.ArtifactRequest;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.fingerprint.MediaFingerprints;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.JobHandler;
import io.patchwork.worker.jobs.Outcome;
import io.patchwork.worker.storelayout.Tombstones;
import io.patchwork.worker.thumbnail.Thumbnails;
import io.patchwork.worker.transcode.LadderProfile;
import io.patchwork.worker.transcode.LadderProfiles;
import io.patchwork.worker.transcode.Renditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes an upload an asset: all its artifacts in one pass, then its manifest. Thread-safe. */
public final class IngestJob implements JobHandler {

  private final ArtifactMaker maker;
  private final Manifests manifests;
  private final Tombstones tombstones;
  private final LadderProfiles profiles;
  private final UploadManifests uploadManifests;

  public IngestJob(
      ArtifactMaker maker,
      Manifests manifests,
      Tombstones tombstones,
      LadderProfiles profiles,
      UploadManifests uploadManifests) {
    this.maker = maker;
    this.manifests = manifests;
    this.tombstones = tombstones;
    this.profiles = profiles;
    this.uploadManifests = uploadManifests;
  }

  /** The artifacts that an ingest requests. */
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
      public SourceFetcher.PictureTags tags() {
        return SourceFetcher.PictureTags.READ;
      }

      @Override
      public List<ArtifactSpec> specs(FetchedSource fetched, JobMessage message) throws Failure {
        LadderProfile profile = profiles.named(((Ingest) message.job()).profile());
        return IngestJob.specs(fetched.info(), fetched.sha256(), profile);
      }
    };
  }

  /** The specs of all artifacts of a source. Pure. */
  static List<ArtifactSpec> specs(MediaInfo info, Sha256 sha256, LadderProfile profile)
      throws Failure {
    List<ArtifactSpec> specs = new ArrayList<>(Renditions.plan(info, profile));
    specs.addAll(Thumbnails.plan(info));
    specs.addAll(MediaFingerprints.plan(info, sha256));
    AlphaMeasure.plan(info, sha256).ifPresent(specs::add);
    return specs;
  }

  @Override
  public Outcome perform(JobMessage message, JobContext context)
      throws Failure, InterruptedException {
    Ingest job = (Ingest) message.job();
    tombstones.check(job.asset(), job.contributors());
    Optional<ArtifactMaker.Made> run = maker.make(message, context);
    if (run.isEmpty()) {
      return new Outcome.Continued();
    }
    LadderProfile profile = profiles.named(job.profile());
    FetchedSource fetched = run.get().material();
    ArtifactSet artifactSet = run.get().findings();
    List<Artifact> artifacts = new ArrayList<>(artifactSet.artifacts());
    fetched.frames().ifPresent(artifacts::add);
    List<String> warnings = new ArrayList<>(artifactSet.warnings());
    uploadManifests
        .keep(run.get().upload(), fetched.sha256(), context.folder("c2pa"))
        .ifPresent(warnings::add);
    Fingerprints fingerprints =
        new Fingerprints(fetched.sha256(), artifactSet.pdq(), artifactSet.prints());
    AssetManifest manifest =
        new AssetManifest(
            AssetManifest.FORMAT,
            job.asset(),
            fetched.sha256(),
            fetched.original(),
            fetched.bytes(),
            fetched.info(),
            contributors(job, message),
            job.resources(),
            artifacts,
            fingerprints,
            artifactSet.loudness(),
            artifactSet.placeholder(),
            profile.name(),
            work(job, message),
            warnings);
    ObjectKey key = manifests.put(manifest, job.sequencer());
    return Outcome.finished(
        new JobEvent.Completed(
            message.ref(),
            new Result.OfAsset(
                job.asset(), fetched.sha256(), key.value(), artifacts, fingerprints, warnings)));
  }

  private List<Contributor> contributors(Ingest job, JobMessage message) {
    return before(job, message).map(AssetManifest::contributors).orElse(job.contributors());
  }

  private @Nullable WorkDetails work(Ingest job, JobMessage message) {
    Optional<AssetManifest> before = before(job, message);
    return before.isPresent() ? before.get().work() : job.work();
  }

  /**
   * The asset as it was, where that says who made it and what it is called: an upload notification
   * knows nothing of that.
   */
  private Optional<AssetManifest> before(Ingest job, JobMessage message) {
    return message.envelope().source().equals(UploadNotifications.SOURCE)
        ? manifests.find(job.asset()).map(Manifests.StoredManifest::manifest)
        : Optional.empty();
  }
}
