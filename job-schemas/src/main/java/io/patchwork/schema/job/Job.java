package io.patchwork.schema.job;

/** What was asked: the {@code data} of one message. */
public sealed interface Job permits Ingest, Transcode, Thumbnail, Fingerprint, Render {

  /** The kind's word in message types, metrics and logs. */
  default JobKind kind() {
    return JobKind.of(getClass());
  }
}
