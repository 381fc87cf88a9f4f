package io.patchwork.worker.relay;

import org.jspecify.annotations.Nullable;

/**
 * How far an endpoint has come.
 *
 * @param offset of the last event that it took or that went to the retry queues; null before the
 *     first
 * @param isDisabled whether it said that it wants no more
 */
record RelayState(@Nullable Long offset, boolean isDisabled) {

  static final RelayState NEW = new RelayState(null, false);

  RelayState at(long taken) {
    return new RelayState(taken, isDisabled);
  }

  RelayState disabled() {
    return new RelayState(offset, true);
  }

  RelayState enabled() {
    return new RelayState(offset, false);
  }
}
