package io.patchwork.schema.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of event and their message types; {@link JobEvent} has their records. */
public enum EventKind {
  ACCEPTED,
  STARTED,
  PROGRESSED,
  COMPLETED,
  FAILED,
  CANCELLED,
  LINEAGE,
  FORGOTTEN;

  private static final String PREFIX = "io.patchwork.event.";
  private static final String VERSION = ".v1";

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The CloudEvents {@code type}, as in {@code io.patchwork.event.completed.v1}. */
  public String type() {
    return PREFIX + wireName() + VERSION;
  }

  public static Optional<EventKind> ofType(String type) {
    return Arrays.stream(values()).filter(kind -> kind.type().equals(type)).findFirst();
  }
}
