package io.patchwork.common.queue;

import java.time.Instant;

/**
 * An event of the event log.
 *
 * @param offset its place in the log; later events have greater ones
 * @param sent when it was sent, by the clock of whoever sent it
 */
public record LoggedEvent(long offset, Message message, Instant sent) {

  /** Where whoever has handled it goes on. */
  public LogStart.After place() {
    return new LogStart.After(offset, message.id(), sent);
  }
}
