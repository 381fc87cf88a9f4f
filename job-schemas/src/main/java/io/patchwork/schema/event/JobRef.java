package io.patchwork.schema.event;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Fingerprint;
import io.patchwork.schema.job.Forget;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.job.Propose;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.job.Retention;
import io.patchwork.schema.job.Thumbnail;
import io.patchwork.schema.job.Transcode;
import io.patchwork.schema.wire.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * A job, as its events name it. {@code source} and {@code id} are its identity.
 *
 * @param source CloudEvents {@code source} of the job's message, its sender
 * @param kind absent where the message could not be read
 * @param subject id of the asset, render or proposal that it makes; absent where it makes none
 * @param object that it reads, where it names one in a store
 * @param traceparent W3C trace context of its message
 * @param account for whom it was sent; absent where its sender sends it for itself
 */
public record JobRef(
    JobId id,
    String source,
    @Nullable JobKind kind,
    @Nullable String subject,
    @Nullable SourceObject object,
    @Nullable String traceparent,
    @Nullable String account) {

  /**
   * An object in a store.
   *
   * @param uri {@code s3://bucket/key} or {@code file:///path}
   * @param etag version of it that the job's message names; absent for any
   */
  public record SourceObject(String uri, @Nullable String etag) {}

  /** A job of which no more is known. */
  public JobRef(JobId id, String source, @Nullable JobKind kind) {
    this(id, source, kind, null, null, null, null);
  }

  /** The job of a message. */
  public static JobRef of(Envelope envelope, Job job) {
    return new JobRef(
        envelope.id(),
        envelope.source(),
        job.kind(),
        subject(job),
        object(job),
        envelope.traceparent(),
        envelope.account());
  }

  private static @Nullable String subject(Job job) {
    return switch (job) {
      case Ingest ingest -> ingest.asset().value();
      case Render render -> render.render().value();
      case Propose proposal -> proposal.proposal().value();
      case Transcode transcode -> asset(transcode.source());
      case Thumbnail thumbnail -> asset(thumbnail.source());
      case Fingerprint fingerprint -> asset(fingerprint.source());
      case Forget _, Retention _ -> null;
    };
  }

  private static @Nullable String asset(Source source) {
    return source instanceof Source.Asset(Id asset) ? asset.value() : null;
  }

  private static @Nullable SourceObject object(Job job) {
    return switch (job) {
      case Ingest ingest -> object(ingest.source(), ingest.etag());
      case Render render -> object(render.timeline(), null);
      case Propose _, Forget _, Retention _ -> null;
      case Transcode transcode -> object(transcode.source(), null);
      case Thumbnail thumbnail -> object(thumbnail.source(), null);
      case Fingerprint fingerprint -> object(fingerprint.source(), null);
    };
  }

  private static @Nullable SourceObject object(Source source, @Nullable String etag) {
    return source instanceof Source.Stored(var uri) ? new SourceObject(uri.toString(), etag) : null;
  }
}
