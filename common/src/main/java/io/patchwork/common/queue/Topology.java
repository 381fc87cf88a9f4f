package io.patchwork.common.queue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The lanes, the retry delays, and the names of exchanges and queues at the broker. A queue whose
 * arguments change needs a new name.
 *
 * @param prefix of all names, so that clusters can share a broker
 * @param retryDelays delays before the first, second … retry; the last is used for all further ones
 * @param deliveryLimit number of unacknowledged deliveries after which the broker dead-letters a
 *     message; a backstop well above the workers' own limit
 */
public record Topology(
    String prefix, List<Lane> lanes, List<Duration> retryDelays, int deliveryLimit) {

  public Topology {
    lanes = List.copyOf(lanes);
    retryDelays = List.copyOf(retryDelays);
    if (lanes.isEmpty() || retryDelays.isEmpty()) {
      throw new IllegalArgumentException("a topology needs a lane and a rest");
    }
  }

  String queue(Lane lane) {
    return prefix + ".lane." + lane.name();
  }

  /** The queue of a lane and those of its retry delays. */
  Stream<String> queues(Lane lane) {
    return Stream.concat(
        Stream.of(queue(lane)),
        IntStream.range(0, retryDelays.size()).mapToObj(step -> retryQueue(lane, step)));
  }

  String exchange(Lane.Exchange entrance) {
    return prefix + "." + entrance.exchange();
  }

  /** The queue of a retry delay; its name contains the delay, because that is a queue argument. */
  String retryQueue(Lane lane, int step) {
    return prefix + ".retry." + lane.name() + "." + retryDelays.get(step).toMillis() + "ms";
  }

  String deadLetterExchange() {
    return prefix + ".dead";
  }

  String deadLetterQueue() {
    return prefix + ".dead-letters.quorum";
  }

  /** The classic queue in which earlier builds kept dead letters. */
  String earlierDeadLetterQueue() {
    return prefix + ".dead-letters";
  }

  String eventExchange() {
    return prefix + ".events";
  }

  String eventLog() {
    return prefix + ".events.log";
  }

  String controlExchange() {
    return prefix + ".control";
  }
}
