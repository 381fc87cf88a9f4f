package io.patchwork.common.queue;

/** The destination of a message. */
public sealed interface Route {

  /** The end of a lane's queue. */
  record ToLane(Lane lane) implements Route {}

  /**
   * A lane, after a retry delay.
   *
   * @param step index of the retry delay, from 0; beyond the last, the last is used
   */
  record Later(Lane lane, int step) implements Route {}

  /** The dead-letter queue. */
  record Dead() implements Route {}

  /** Subscribers to events, and the event log. */
  record Event(String routingKey) implements Route {}

  /** All workers. */
  record Control() implements Route {}

  /**
   * Whoever asked all workers; nobody, if they no longer listen.
   *
   * @param address that the question was made for
   */
  record Answer(String address) implements Route {}
}
