package io.patchwork.common.queue;

/** The broker has no queue for a message. */
public final class Unroutable extends RuntimeException {

  public Unroutable(String message) {
    super(message);
  }
}
