package io.patchwork.common.queue;

import java.util.Map;

/**
 * How much there is to do, by lane.
 *
 * @param waiting messages that wait for any worker
 * @param resting messages that wait for their next attempt
 * @param consumers workers that take messages of the lane
 * @param deadLetters messages that failed for good and that nobody has dealt with
 */
public record Backlog(
    Map<Lane, Long> waiting,
    Map<Lane, Long> resting,
    Map<Lane, Integer> consumers,
    long deadLetters) {

  public Backlog {
    waiting = Map.copyOf(waiting);
    resting = Map.copyOf(resting);
    consumers = Map.copyOf(consumers);
  }
}
