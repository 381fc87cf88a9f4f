package io.patchwork.common.process;

import java.time.Duration;
import java.util.Locale;

/**
 * How a child process ended.
 *
 * @param code its exit code; 128 and the signal's number if a signal ended it
 * @param errors beginning and end of its standard error, without control characters
 */
public record Exit(Ending ending, int code, String errors, Duration took, ChildUsage usage) {

  /** Why it ended. */
  public enum Ending {
    /** It exited by itself. */
    EXITED,
    /** A signal that we did not send: a crash, or the kernel's OOM killer. */
    SIGNALLED,
    /** Killed because its job was stopped. */
    INTERRUPTED,
    /** Killed at its deadline. */
    DEADLINE,
    /** Killed because it made no progress. */
    STALLED,
    /** Killed because its processor time was over. */
    OVERTIME,
    /** Killed because it wrote more bytes, or more files, than it may. */
    OVERFLOWED,
    /** It left entries other than files, such as links: a hostile file may have compromised it. */
    COMPROMISED
  }

  /** A word for logs and metrics: {@code success}, {@code error}, or how it was ended. */
  public String word() {
    if (ending != Ending.EXITED) {
      return ending.name().toLowerCase(Locale.ROOT);
    }
    return code == 0 ? "success" : "error";
  }

  public boolean isSuccess() {
    return ending == Ending.EXITED && code == 0;
  }
}
