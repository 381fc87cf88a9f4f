package io.patchwork.worker.relay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an endpoint has come.
 *
 * @param since when it was first listed: it is told what happened from then on
 * @param taken the last event that it took or that went to the retry queues; null before the first
 * @param isDisabled whether it said that it wants no more
 */
record RelayState(Instant since, @Nullable Taken taken, boolean isDisabled) {

  /**
   * An event of the log.
   *
   * @param offset in the log, which is its place in the log of this broker alone
   * @param id of its message
   * @param at when it was taken
   */
  record Taken(long offset, String id, Instant at) {}

  static RelayState begin(Instant now) {
    return new RelayState(now, null, false);
  }

  RelayState after(Taken next) {
    return new RelayState(since, next, isDisabled);
  }

  RelayState disabled() {
    return new RelayState(since, taken, true);
  }

  RelayState enabled() {
    return new RelayState(since, taken, false);
  }
}
