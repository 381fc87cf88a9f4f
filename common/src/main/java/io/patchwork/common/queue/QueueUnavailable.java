package io.patchwork.common.queue;

import org.jspecify.annotations.Nullable;

/**
 * The broker cannot be reached or did not confirm in time; whether it has the message is unknown.
 */
public final class QueueUnavailable extends RuntimeException {

  public QueueUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
