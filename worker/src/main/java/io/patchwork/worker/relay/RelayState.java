package io.patchwork.worker.relay;

import io.patchwork.common.queue.LogStart;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an endpoint has come.
 *
 * @param since when it was first listed: it is told what happened from then on
 * @param offset of the last event that it took or that went to the retry queues; null before the
 *     first
 * @param isDisabled whether it said that it wants no more
 */
record RelayState(Instant since, @Nullable Long offset, boolean isDisabled) {

  static RelayState begin(Instant now) {
    return new RelayState(now, null, false);
  }

  /** Where in the log it goes on. */
  LogStart start() {
    return offset == null ? new LogStart.Since(since) : new LogStart.After(offset);
  }

  RelayState at(long taken) {
    return new RelayState(since, taken, isDisabled);
  }

  RelayState disabled() {
    return new RelayState(since, offset, true);
  }

  RelayState enabled() {
    return new RelayState(since, offset, false);
  }
}
