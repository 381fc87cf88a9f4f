package io.patchwork.common.queue;

/** The broker took a message and found no queue for it. */
public final class Unroutable extends RuntimeException {

  public Unroutable(String message) {
    super(message);
  }
}
