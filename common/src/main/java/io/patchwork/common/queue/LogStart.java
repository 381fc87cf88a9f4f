package io.patchwork.common.queue;

import java.time.Instant;

/** Where a replay of the event log begins. */
public sealed interface LogStart {

  /** At the events of a time; some that are a little older may come too. */
  record Since(Instant time) implements LogStart {}

  /** Behind the event at an offset, or at the oldest that the log still has. */
  record After(long offset) implements LogStart {}
}
