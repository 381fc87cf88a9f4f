package io.patchwork.common.queue;

/** Where a message is to go. */
public sealed interface Route {

  /** The end of a lane. */
  record ToLane(Lane lane) implements Route {}

  /**
   * Back to a lane after a rest.
   *
   * @param step of the ladder, from 0; steps past its end rest as long as the last
   */
  record Later(Lane lane, int step) implements Route {}

  /** The dead letters. */
  record Dead() implements Route {}

  /** Whoever listens to events, and the event log. */
  record Event(String routingKey) implements Route {}

  /** All workers. */
  record Control() implements Route {}
}
