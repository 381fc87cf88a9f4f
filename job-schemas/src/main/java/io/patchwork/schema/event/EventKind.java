package io.patchwork.schema.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of event, their message types and their records: the one table of them. */
public enum EventKind {
  ACCEPTED(JobEvent.Accepted.class),
  STARTED(JobEvent.Started.class),
  PROGRESSED(JobEvent.Progressed.class),
  COMPLETED(JobEvent.Completed.class),
  FAILED(JobEvent.Failed.class),
  CANCELLED(JobEvent.Cancelled.class),
  LINEAGE(JobEvent.LineageReported.class);

  private static final String PREFIX = "io.patchwork.event.";
  private static final String VERSION = ".v1";

  private final Class<? extends JobEvent> record;

  EventKind(Class<? extends JobEvent> record) {
    this.record = record;
  }

  public Class<? extends JobEvent> record() {
    return record;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The CloudEvents {@code type}, as in {@code io.patchwork.event.completed.v1}. */
  public String type() {
    return PREFIX + word() + VERSION;
  }

  /** Whether the job is over with it. */
  public boolean isTerminal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  public static Optional<EventKind> ofType(String type) {
    return Arrays.stream(values()).filter(kind -> kind.type().equals(type)).findFirst();
  }

  static EventKind of(Class<? extends JobEvent> record) {
    return Arrays.stream(values()).filter(kind -> kind.record == record).findFirst().orElseThrow();
  }
}
