package io.patchwork.worker.relay;

/** How an attempt to deliver an event ended. */
sealed interface Attempt {

  /** The endpoint took it. */
  record Delivered() implements Attempt {}

  /** It was broken off, because the relay stops; it does not count. */
  record Stopped() implements Attempt {}

  /** The endpoint said that it wants no more, with 410. */
  record Gone() implements Attempt {}

  /**
   * It did not take it.
   *
   * @param why for operators
   * @param isRefused whether it answered, and refuses this event; otherwise it is not well or away
   */
  record Failed(String why, boolean isRefused) implements Attempt {}
}
