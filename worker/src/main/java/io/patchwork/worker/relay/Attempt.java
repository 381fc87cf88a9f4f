package io.patchwork.worker.relay;

/** How an attempt to deliver an event ended. */
sealed interface Attempt {

  /** The endpoint took it. */
  record Delivered() implements Attempt {}

  /** The endpoint said that it wants no more, with 410. */
  record Gone() implements Attempt {}

  /**
   * It did not take it.
   *
   * @param why for operators
   */
  record Failed(String why) implements Attempt {}
}
