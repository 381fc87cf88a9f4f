package io.patchwork.common.queue;

/**
 * A delivered message, to be acknowledged or rejected once: acknowledged when all that follows from
 * it is done. If the lease is lost, the broker delivers the message elsewhere and both calls throw.
 */
public interface Delivery {

  Lane lane();

  Message message();

  /** The number of this delivery, from 1; earlier ones were not acknowledged. */
  int count();

  /**
   * Acknowledges it, which removes it from the queue.
   *
   * @throws LeaseLost if the lease is lost
   */
  void ack();

  /**
   * Rejects it for another delivery, which counts.
   *
   * @throws LeaseLost if the lease is lost
   */
  void reject();

  boolean isLeaseLost();

  /** Calls {@code action} once when the lease is lost; immediately if it is already. */
  void onLeaseLost(Runnable action);
}
