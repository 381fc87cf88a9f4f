package io.patchwork.schema.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The public kinds of job, their message types and their records: the one table of them. */
public enum JobKind {
  INGEST(Ingest.class),
  TRANSCODE(Transcode.class),
  THUMBNAIL(Thumbnail.class),
  FINGERPRINT(Fingerprint.class),
  RENDER(Render.class);

  private static final String PREFIX = "io.patchwork.job.";
  private static final String VERSION = ".v1";

  private final Class<? extends Job> record;

  JobKind(Class<? extends Job> record) {
    this.record = record;
  }

  public Class<? extends Job> record() {
    return record;
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The CloudEvents {@code type}, as in {@code io.patchwork.job.ingest.v1}. */
  public String type() {
    return PREFIX + word() + VERSION;
  }

  public static Optional<JobKind> ofType(String type) {
    return Arrays.stream(values()).filter(kind -> kind.type().equals(type)).findFirst();
  }

  static JobKind of(Class<? extends Job> record) {
    return Arrays.stream(values()).filter(kind -> kind.record == record).findFirst().orElseThrow();
  }
}
