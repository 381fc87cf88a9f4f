package io.patchwork.schema.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The public kinds of job and their message types; {@link Job} has their records. */
public enum JobKind {
  INGEST,
  TRANSCODE,
  THUMBNAIL,
  FINGERPRINT,
  RENDER,
  PROPOSAL,
  FORGET,
  RETENTION;

  private static final String PREFIX = "io.patchwork.job.";
  private static final String VERSION = ".v1";

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The CloudEvents {@code type}, as in {@code io.patchwork.job.ingest.v1}. */
  public String type() {
    return PREFIX + wireName() + VERSION;
  }

  public static Optional<JobKind> ofType(String type) {
    return Arrays.stream(values()).filter(kind -> kind.type().equals(type)).findFirst();
  }
}
