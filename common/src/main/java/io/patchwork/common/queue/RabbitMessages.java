package io.patchwork.common.queue;

import com.rabbitmq.client.AMQP;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Conversion between messages and RabbitMQ's properties, with our headers kept apart from the
 * broker's.
 */
final class RabbitMessages {

  /** The header with the publish sequence number; removed before delivery. */
  static final String TAG = "x-patchwork-publish-tag";

  private static final String OURS = "x-patchwork-";
  private static final int PERSISTENT = 2;

  private RabbitMessages() {}

  static AMQP.BasicProperties properties(Message message) {
    return new AMQP.BasicProperties.Builder()
        .deliveryMode(PERSISTENT)
        .contentType("application/cloudevents+json")
        .messageId(message.id())
        .timestamp(Date.from(Instant.now()))
        .headers(Map.copyOf(message.headers()))
        .build();
  }

  static Message message(AMQP.BasicProperties properties, byte[] body) {
    Map<String, Object> headers =
        properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    // Our headers only: the broker's own (x-death and others) must never be sent on.
    Map<String, String> ours =
        headers.entrySet().stream()
            .filter(entry ->
                entry.getKey().startsWith(OURS) || entry.getKey().equals(Message.TRACEPARENT))
            .filter(entry -> !entry.getKey().equals(TAG) && entry.getValue() != null)
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
    String id = properties.getMessageId();
    return new Message(id == null ? "" : id, body, ours);
  }

  static String deadLane(AMQP.BasicProperties properties, Topology topology) {
    Map<String, Object> headers = properties.getHeaders();
    @Nullable Object ours = headers == null ? null : headers.get(JobQueue.LANE);
    if (ours != null) {
      return ours.toString();
    }
    @Nullable Object queue = headers == null ? null : headers.get("x-first-death-queue");
    return queue == null
        ? ""
        : topology.lanes().stream()
            .filter(lane -> topology.queues(lane).anyMatch(queue.toString()::equals))
            .map(Lane::name)
            .findFirst()
            .orElse("");
  }
}
