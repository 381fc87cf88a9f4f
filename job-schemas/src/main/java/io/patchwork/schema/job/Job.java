package io.patchwork.schema.job;

/** A job: the {@code data} of a job message. */
public sealed interface Job
    permits Ingest, Transcode, Thumbnail, Fingerprint, Render, Propose, Forget, Retention {

  /** The kind, as in message types, metrics and logs. */
  default JobKind kind() {
    return switch (this) {
      case Ingest _ -> JobKind.INGEST;
      case Transcode _ -> JobKind.TRANSCODE;
      case Thumbnail _ -> JobKind.THUMBNAIL;
      case Fingerprint _ -> JobKind.FINGERPRINT;
      case Render _ -> JobKind.RENDER;
      case Propose _ -> JobKind.PROPOSAL;
      case Forget _ -> JobKind.FORGET;
      case Retention _ -> JobKind.RETENTION;
    };
  }

  /** The record of a kind. */
  static Class<? extends Job> record(JobKind kind) {
    return switch (kind) {
      case INGEST -> Ingest.class;
      case TRANSCODE -> Transcode.class;
      case THUMBNAIL -> Thumbnail.class;
      case FINGERPRINT -> Fingerprint.class;
      case RENDER -> Render.class;
      case PROPOSAL -> Propose.class;
      case FORGET -> Forget.class;
      case RETENTION -> Retention.class;
    };
  }
}
