package io.patchwork.common.queue;

/**
 * A message in somebody's hands, to be settled once: acknowledged when all that follows from it is
 * done, or given back. If the lease is lost the message is somebody else's and settling it throws.
 */
public interface Delivery {

  Lane lane();

  Message message();

  /** How often it was handed out and not settled, this time included: 1 the first time. */
  int count();

  /**
   * Settles it: it is gone.
   *
   * @throws LeaseLost if it is no longer ours
   */
  void ack();

  /**
   * Gives it back for another delivery, counted.
   *
   * @throws LeaseLost if it is no longer ours
   */
  void reject();

  boolean isLeaseLost();

  /** Calls {@code action} once when the lease is lost; at once if it is already. */
  void onLeaseLost(Runnable action);
}
