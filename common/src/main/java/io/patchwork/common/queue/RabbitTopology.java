package io.patchwork.common.queue;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Declares a topology at a broker. Target queues are declared before the queues that dead-letter
 * into them: at-least-once dead-lettering into a missing queue holds messages invisibly.
 */
final class RabbitTopology {

  private static final String EVENT_LOG_AGE = "7D";
  private static final long EVENT_LOG_BYTES = 1L << 30;
  private static final long EVENT_LOG_SEGMENT_BYTES = 50_000_000;

  private RabbitTopology() {}

  static void declare(Channel channel, Topology topology) throws IOException {
    channel.exchangeDeclare(topology.deadLetterExchange(), BuiltinExchangeType.FANOUT, true);
    RabbitDeadLetters.declare(channel, topology);
    declareEvents(channel, topology);
    channel.exchangeDeclare(topology.controlExchange(), BuiltinExchangeType.FANOUT, true);
    for (Lane.Exchange entrance : Lane.Exchange.values()) {
      BuiltinExchangeType type =
          entrance == Lane.Exchange.UPLOADS
              ? BuiltinExchangeType.TOPIC
              : BuiltinExchangeType.DIRECT;
      channel.exchangeDeclare(topology.exchange(entrance), type, true);
    }
    for (Lane lane : topology.lanes()) {
      declareLane(channel, topology, lane);
    }
  }

  private static void declareEvents(Channel channel, Topology topology) throws IOException {
    channel.exchangeDeclare(topology.eventExchange(), BuiltinExchangeType.TOPIC, true);
    channel.queueDeclare(
        topology.eventLog(),
        true,
        false,
        false,
        Map.of(
            "x-queue-type", "stream",
            "x-max-age", EVENT_LOG_AGE,
            "x-max-length-bytes", EVENT_LOG_BYTES,
            "x-stream-max-segment-size-bytes", EVENT_LOG_SEGMENT_BYTES));
    channel.queueBind(topology.eventLog(), topology.eventExchange(), "#");
  }

  private static void declareLane(Channel channel, Topology topology, Lane lane)
      throws IOException {
    Map<String, Object> arguments = quorum(topology.deadLetterExchange(), lane.name());
    arguments.put("x-delivery-limit", topology.deliveryLimit());
    channel.queueDeclare(topology.queue(lane), true, false, false, arguments);
    String entrance = topology.exchange(lane.entrance());
    boolean isTopic = lane.entrance() == Lane.Exchange.UPLOADS;
    channel.queueBind(topology.queue(lane), entrance, isTopic ? "#" : lane.name());
    for (int step = 0; step < topology.retryDelays().size(); step++) {
      Duration delay = topology.retryDelays().get(step);
      Map<String, Object> resting = quorum(entrance, lane.name());
      resting.put("x-message-ttl", delay.toMillis());
      channel.queueDeclare(topology.retryQueue(lane, step), true, false, false, resting);
    }
  }

  /** Arguments of a quorum queue with at-least-once dead-lettering. */
  private static Map<String, Object> quorum(String deadLetterExchange, String routingKey) {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("x-queue-type", "quorum");
    arguments.put("x-dead-letter-exchange", deadLetterExchange);
    arguments.put("x-dead-letter-routing-key", routingKey);
    arguments.put("x-dead-letter-strategy", "at-least-once");
    arguments.put("x-overflow", "reject-publish");
    return arguments;
  }
}
