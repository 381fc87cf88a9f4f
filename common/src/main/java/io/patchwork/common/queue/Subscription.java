package io.patchwork.common.queue;

/** A subscription, active until it is closed. */
public interface Subscription extends AutoCloseable {

  /** Ends the subscription; delivered messages are not affected. */
  @Override
  void close();
}
