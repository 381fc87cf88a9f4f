package io.patchwork.worker.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.event.JobEvent;
import java.util.Locale;

/** How a job ended. */
public enum TerminalState {
  COMPLETED,
  FAILED,
  CANCELLED;

  /** The state of a terminal event. */
  public static TerminalState of(JobEvent.Terminal event) {
    return switch (event) {
      case JobEvent.Completed _ -> COMPLETED;
      case JobEvent.Failed _ -> FAILED;
      case JobEvent.Cancelled _ -> CANCELLED;
    };
  }

  /** Its name in documents, as in {@code completed}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
