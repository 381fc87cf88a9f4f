package io.patchwork.common.queue;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A reader of the stream that keeps the events: from a time on, and after a lost session from the
 * offset that it had come to (RabbitMQ, Streams: {@code x-stream-offset}).
 */
final class RabbitEventLog {

  private static final String OFFSET = "x-stream-offset";

  /** Messages that may be on their way; a stream demands a bound. */
  private static final int PREFETCH = 500;

  private final String stream;
  private final Consumer<Message> handler;

  /** A time, or the offset after the last message that was handled. */
  private volatile Object next;

  RabbitEventLog(String stream, Instant since, Consumer<Message> handler) {
    this.stream = stream;
    this.handler = handler;
    this.next = Date.from(since);
  }

  Subscription read(Channel channel) throws IOException {
    channel.basicQos(PREFETCH);
    String consumer =
        channel.basicConsume(
            stream,
            false,
            Map.of(OFFSET, next),
            (tag, delivered) -> handle(channel, delivered),
            tag -> {});
    return () -> {
      try {
        channel.basicCancel(consumer);
        channel.close();
      } catch (IOException | TimeoutException | AlreadyClosedException gone) {
        assert !channel.isOpen() || gone != null;
      }
    };
  }

  private void handle(Channel channel, Delivery delivered) throws IOException {
    handler.accept(RabbitMessages.message(delivered.getProperties(), delivered.getBody()));
    Object offset = delivered.getProperties().getHeaders().get(OFFSET);
    if (offset instanceof Number number) {
      next = number.longValue() + 1;
    }
    channel.basicAck(delivered.getEnvelope().getDeliveryTag(), false);
  }
}
