package io.patchwork.common.queue;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader of the stream that keeps the events: from a time or an offset on, and after a lost
 * session from where it had come to (RabbitMQ, Streams: {@code x-stream-offset}). Events are
 * handled on a thread of the reader, because the client library has few of its own; the prefetch
 * bounds what waits for it. Thread-safe.
 */
final class RabbitEventLog {

  private static final Logger LOG = LoggerFactory.getLogger(RabbitEventLog.class);

  private static final String OFFSET = "x-stream-offset";

  /** Messages that may be on their way; a stream demands a bound. */
  private static final int PREFETCH = 500;

  private final String stream;
  private final Consumer<LoggedEvent> handler;

  /** Guards the handler against a session that begins while it is at work. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile LogStart from;

  RabbitEventLog(String stream, LogStart from, Consumer<LoggedEvent> handler) {
    this.stream = stream;
    this.from = from;
    this.handler = handler;
  }

  Subscription read(Channel channel) throws IOException {
    BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();
    channel.basicQos(PREFETCH);
    String consumer =
        channel.basicConsume(
            stream,
            false,
            Map.of(OFFSET, argument()),
            (tag, delivered) -> waiting.add(delivered),
            tag -> {});
    Thread reader = Thread.ofVirtual().name("event log").start(() -> handleAll(channel, waiting));
    channel.addShutdownListener(cause -> reader.interrupt());
    return () -> {
      reader.interrupt();
      try {
        channel.basicCancel(consumer);
        channel.close();
      } catch (IOException | TimeoutException | AlreadyClosedException gone) {
        assert !channel.isOpen() || gone != null;
      }
    };
  }

  private Object argument() {
    return switch (from) {
      case LogStart.Since since -> Date.from(since.time());
      case LogStart.After after -> after.offset() + 1;
    };
  }

  private void handleAll(Channel channel, BlockingQueue<Delivery> waiting) {
    try {
      while (channel.isOpen()) {
        Delivery next = waiting.take();
        while (!isHandled(next)) {
          TimeUnit.SECONDS.sleep(1);
        }
        channel.basicAck(next.getEnvelope().getDeliveryTag(), false);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException | AlreadyClosedException lost) {
      assert !channel.isOpen() || lost != null;
    }
  }

  /**
   * Hands over an event; false where the handler could not do what it does for want of a broker.
   */
  private boolean isHandled(Delivery delivered) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      handle(delivered);
      return true;
    } catch (QueueUnavailable e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("an event is handled once more");
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void handle(Delivery delivered) {
    Object header = delivered.getProperties().getHeaders().get(OFFSET);
    long offset = header instanceof Number number ? number.longValue() : -1;
    if (from instanceof LogStart.After after && offset <= after.offset()) {
      // Of a chunk that begins before the offset, or handled in the session before.
      return;
    }
    handler.accept(
        new LoggedEvent(
            offset, RabbitMessages.message(delivered.getProperties(), delivered.getBody())));
    // A handler that was broken off with its session is given the event again by the next one.
    if (!Thread.currentThread().isInterrupted()) {
      from = new LogStart.After(offset);
    }
  }
}
