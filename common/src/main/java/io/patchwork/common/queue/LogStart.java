package io.patchwork.common.queue;

import java.time.Duration;
import java.time.Instant;

/** Where a replay of the event log begins. */
public sealed interface LogStart {

  /** At the events of a time; some that are a little older may come too. */
  record Since(Instant time) implements LogStart {}

  /**
   * Behind an event. Where the log does not have it in its place, because it is the log of another
   * broker or has dropped it, at the events of the time at which it was sent, a minute before: some
   * come twice, and none is missed that the log has.
   *
   * @param offset its place in the log
   * @param id of its message
   * @param sent when it was sent, by the clock of whoever sent it
   */
  record After(long offset, String id, Instant sent) implements LogStart {

    /** Clocks of those who send may be so far apart. */
    private static final Duration APART = Duration.ofMinutes(1);

    /** Where reading goes on in a log that does not have the event. */
    Since byTime() {
      Instant time = sent.minus(APART);
      return new Since(time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time);
    }
  }
}
