package io.patchwork.common.queue;

/** The session of a delivery has ended; the broker delivers the message elsewhere. */
public final class LeaseLost extends RuntimeException {

  public LeaseLost(String message) {
    super(message);
  }
}
