package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.Message;

/**
 * What happened to a message before a delivery. The broker counts every delivery that was not
 * acknowledged: also those of workers and broker sessions that were lost for other reasons. They
 * prove nothing; only a process that died in {@link Quarantine} does.
 *
 * @param lost number of deliveries that nobody ended
 * @param crashes number of processes that died in quarantine with it
 */
record DeliveryHistory(int lost, int crashes) {

  /** Losses after which the message is handled in quarantine. */
  private static final int LOSSES_BEFORE_QUARANTINE = 2;

  /** Crashes in quarantine that condemn a job. */
  private static final int CONDEMNING_CRASHES = 2;

  /**
   * Losses after which a message is given up that takes its process and its worker along each time.
   */
  static final int MAX_LOSSES = 100;

  /** Deliveries after which a message is published anew, below {@link Lanes#BROKER_LIMIT}. */
  private static final int DELIVERIES_OF_A_MESSAGE = 15;

  static DeliveryHistory of(Delivery delivery) {
    return new DeliveryHistory(
        Headers.number(delivery.message(), Headers.LOST, 0) + delivery.count() - 1,
        Headers.number(delivery.message(), Headers.CRASHES, 0));
  }

  boolean isSuspect() {
    return lost >= LOSSES_BEFORE_QUARANTINE || crashes > 0;
  }

  boolean isLostTooOften() {
    return lost >= MAX_LOSSES;
  }

  /** Whether one more crash in quarantine condemns the job. */
  boolean isLastChance() {
    return crashes + 1 >= CONDEMNING_CRASHES;
  }

  /** Whether the broker would soon drop the message by itself, without an event. */
  static boolean isNearLimit(Delivery delivery) {
    return delivery.count() >= DELIVERIES_OF_A_MESSAGE;
  }

  /** The message, to be published anew: the broker counts again from 1. */
  Message renewed(Message message) {
    return lost == 0
        ? message.withHeader(Headers.REQUEUED, "true")
        : message.withHeader(Headers.LOST, Integer.toString(lost));
  }

  /** The same after another crash in quarantine. */
  Message afterCrash(Message message) {
    return renewed(message).withHeader(Headers.CRASHES, Integer.toString(crashes + 1));
  }
}
