package io.patchwork.common.process;

import java.time.Duration;

/**
 * How a child process ended.
 *
 * @param code its exit code; 128 and the signal's number if a signal ended it
 * @param errors beginning and end of its standard error, without control characters
 */
public record Exit(Ending ending, int code, String errors, Duration took) {

  /** Why it ended. */
  public enum Ending {
    /** It exited by itself. */
    EXITED,
    /** A signal that we did not send: a crash, or the kernel's OOM killer. */
    SIGNALLED,
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

  public boolean isSuccess() {
    return ending == Ending.EXITED && code == 0;
  }
}
