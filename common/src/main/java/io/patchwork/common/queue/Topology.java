package io.patchwork.common.queue;

import java.time.Duration;
import java.util.List;

/**
 * Which lanes there are and how long a message rests on each step of the retry ladder; and how all
 * of it is called at the broker. A changed argument of a queue needs a changed name.
 *
 * @param prefix of all names, so that clusters can share a broker
 * @param retryDelays rests before the first, second … retry; the last is used again for whoever
 *     asks for more
 * @param deliveryLimit after so many deliveries that nobody settled, the broker itself gives up: a
 *     backstop well above what workers count to
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

  String exchange(Lane.Exchange entrance) {
    return prefix + "." + entrance.exchange();
  }

  /** The queue in which messages of a lane rest; its name says how long, being its argument. */
  String retryQueue(Lane lane, int step) {
    return prefix + ".retry." + lane.name() + "." + retryDelays.get(step).toMillis() + "ms";
  }

  String deadLetterExchange() {
    return prefix + ".dead";
  }

  String deadLetterQueue() {
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
