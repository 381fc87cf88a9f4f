package io.patchwork.common.queue;

/** The session that a delivery came with is gone; the broker gives the message to somebody else. */
public final class LeaseLost extends RuntimeException {

  public LeaseLost(String message) {
    super(message);
  }
}
