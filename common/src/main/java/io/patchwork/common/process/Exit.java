package io.patchwork.common.process;

import java.time.Duration;

/**
 * How a child ended.
 *
 * @param code its exit code; 128 and the signal's number if a signal ended it
 * @param errors the first and last of its standard error, control characters removed
 */
public record Exit(Ending ending, int code, String errors, Duration took) {

  /** Why it ended. */
  public enum Ending {
    /** By itself. */
    EXITED,
    /** By a signal that we did not send: a crash, or the kernel out of memory. */
    SIGNALLED,
    /** Killed: out of time. */
    DEADLINE,
    /** Killed: no progress. */
    STALLED,
    /** It left something other than files, as links to the host: a file may have taken it over. */
    COMPROMISED
  }

  public boolean isSuccess() {
    return ending == Ending.EXITED && code == 0;
  }
}
