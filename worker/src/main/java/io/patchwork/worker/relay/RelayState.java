package io.patchwork.worker.relay;

import io.patchwork.common.queue.LogStart;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an endpoint has come.
 *
 * @param since when it was first listed: it is told what happened from then on
 * @param taken the last event that it took or that went to the retry queues; null before the first
 * @param isDisabled whether it said that it wants no more
 */
record RelayState(Instant since, LogStart.@Nullable After taken, boolean isDisabled) {

  static RelayState begin(Instant now) {
    return new RelayState(now, null, false);
  }

  /** Where in the log it goes on. */
  LogStart start() {
    return taken == null ? new LogStart.Since(since) : taken;
  }

  RelayState after(LogStart.After next) {
    return new RelayState(since, next, isDisabled);
  }

  RelayState disabled() {
    return new RelayState(since, taken, true);
  }

  RelayState enabled() {
    return new RelayState(since, taken, false);
  }
}
