package io.patchwork.worker;

import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Fingerprint;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.job.Transcode;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.alpha.AlphaBuilder;
import io.patchwork.worker.alpha.AlphaMeasure;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactRequest;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.fingerprint.FingerprintBuilders;
import io.patchwork.worker.fingerprint.FingerprintSpec;
import io.patchwork.worker.fingerprint.MediaFingerprints;
import io.patchwork.worker.ingest.IngestJob;
import io.patchwork.worker.still.Still;
import io.patchwork.worker.still.StillBuilder;
import io.patchwork.worker.thumbnail.ThumbnailBuilders;
import io.patchwork.worker.thumbnail.ThumbnailSpec;
import io.patchwork.worker.thumbnail.Thumbnails;
import io.patchwork.worker.transcode.LadderProfiles;
import io.patchwork.worker.transcode.RenditionBuilders;
import io.patchwork.worker.transcode.RenditionSpec;
import io.patchwork.worker.transcode.Renditions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What each kind of job makes of its source, and who makes it. */
final class JobArtifacts {

  private JobArtifacts() {}

  /**
   * The artifacts that each kind of job requests; empty for renders and proposals, which have no
   * single source.
   */
  static Optional<ArtifactRequest> request(JobKind kind, LadderProfiles profiles) {
    return switch (kind) {
      case INGEST -> Optional.of(IngestJob.request(profiles));
      case TRANSCODE ->
          Optional.of(
              request(
                  message -> ((Transcode) message.job()).source(),
                  (material, message) ->
                      Renditions.plan(
                          material.info(), profiles.named(((Transcode) message.job()).profile()))));
      case THUMBNAIL ->
          Optional.of(
              request(
                  message -> ((Thumbnail) message.job()).source(),
                  (material, message) ->
                      Thumbnails.plan(material.info(), ((Thumbnail) message.job()).only())));
      case FINGERPRINT ->
          Optional.of(
              request(
                  message -> ((Fingerprint) message.job()).source(),
                  (material, message) ->
                      MediaFingerprints.plan(material.info(), material.sha256())));
      case RENDER, PROPOSAL, FORGET, RETENTION -> Optional.empty();
    };
  }

  /** The builder of an artifact spec. */
  static ArtifactBuilder builder(ArtifactSpec spec) {
    return switch (spec) {
      case RenditionSpec rendition -> RenditionBuilders.of(rendition);
      case ThumbnailSpec thumbnail -> ThumbnailBuilders.of(thumbnail);
      case FingerprintSpec fingerprint -> FingerprintBuilders.of(fingerprint);
      case Still still -> new StillBuilder(still);
      case AlphaMeasure alpha -> new AlphaBuilder(alpha);
      default -> throw new IllegalArgumentException("nobody makes " + spec.kind());
    };
  }

  private interface Planner {
    List<ArtifactSpec> plan(SourceFetcher.FetchedSource material, JobMessage message)
        throws Failure;
  }

  private static ArtifactRequest request(Function<JobMessage, Source> source, Planner planner) {
    return new ArtifactRequest() {
      @Override
      public Source source(JobMessage message) {
        return source.apply(message);
      }

      @Override
      public List<ArtifactSpec> specs(SourceFetcher.FetchedSource material, JobMessage message)
          throws Failure {
        return planner.plan(material, message);
      }
    };
  }
}
