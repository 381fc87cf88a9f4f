package io.patchwork.common.queue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
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
  private static final int PREFETCH = 100;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long the event is looked for behind which reading begins. */
  private static final Duration LOOKING = Duration.ofSeconds(10);

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

  /** Reads on a session until it is over or the subscription is closed. */
  Subscription read(RabbitSession session) throws IOException {
    AtomicReference<Consumption> current = new AtomicReference<>(consume(session));
    AtomicBoolean isClosed = new AtomicBoolean();
    Thread reader =
        Thread.ofVirtual().name("event log").start(() -> readAll(session, current, isClosed::get));
    return () -> {
      // The reader closes its channel: two that close it at once get in each other's way.
      isClosed.set(true);
      reader.interrupt();
    };
  }

  /**
   * Deliveries of a channel.
   *
   * @param waiting an empty one is the end: the broker closed the channel or cancelled the consumer
   */
  private record Consumption(Channel channel, BlockingQueue<Optional<Delivery>> waiting) {
    void close() {
      try {
        channel.close();
      } catch (IOException | TimeoutException | ShutdownSignalException gone) {
        assert !channel.isOpen() || gone != null;
      }
    }
  }

  private Consumption consume(RabbitSession session) throws IOException {
    Channel channel = session.channel();
    BlockingQueue<Optional<Delivery>> waiting = new LinkedBlockingQueue<>();
    channel.addShutdownListener(cause -> waiting.add(Optional.empty()));
    channel.basicQos(PREFETCH);
    channel.basicConsume(
        stream,
        false,
        Map.of(OFFSET, argument()),
        (tag, delivered) -> waiting.add(Optional.of(delivered)),
        tag -> waiting.add(Optional.empty()));
    return new Consumption(channel, waiting);
  }

  private Object argument() {
    return switch (from) {
      case LogStart.Since since -> Date.from(since.time());
      case LogStart.After after -> after.offset();
    };
  }

  /** Handles events; a channel that ends before its session is followed by another one. */
  private void readAll(
      RabbitSession session, AtomicReference<Consumption> current, BooleanSupplier isClosed) {
    try {
      while (!isClosed.getAsBoolean()) {
        try {
          handleAll(current.get());
        } catch (IOException | ShutdownSignalException lost) {
          LOG.atDebug().addKeyValue("reason", lost.getMessage()).log("event log channel lost");
        }
        current.get().close();
        if (session.isOver()) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        try {
          current.set(consume(session));
        } catch (IOException | ShutdownSignalException refused) {
          LOG.atWarn().addKeyValue("reason", refused.getMessage()).log("event log not read");
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      current.get().close();
    }
  }

  private void handleAll(Consumption consumption) throws IOException, InterruptedException {
    if (!isInPlace(consumption)) {
      return;
    }
    while (consumption.channel.isOpen()) {
      Optional<Delivery> next = consumption.waiting.take();
      if (next.isEmpty()) {
        return;
      }
      while (!isHandled(next.get())) {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
      consumption.channel.basicAck(next.get().getEnvelope().getDeliveryTag(), false);
    }
  }

  /**
   * Looks for the event behind which reading begins, once the handler of the session before is done
   * with its last one; where it is not, reading begins anew by time.
   */
  private boolean isInPlace(Consumption consumption) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!(from instanceof LogStart.After after)
          || hasPlace(consumption, after)
          || !consumption.channel.isOpen()) {
        // On a channel that has ended nothing can be looked for; the next one looks.
        return true;
      }
      LOG.atWarn()
          .addKeyValue("offset", after.offset())
          .addKeyValue("sent", after.sent())
          .log(
              "the event log is another, or dropped the last event that was read; reading by time");
      from = after.byTime();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the event behind which reading begins is there; it comes first, and at once. */
  private static boolean hasPlace(Consumption consumption, LogStart.After after)
      throws IOException, InterruptedException {
    while (consumption.channel.isOpen()) {
      Optional<Delivery> next = consumption.waiting.poll(LOOKING.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null || next.isEmpty()) {
        return false;
      }
      consumption.channel.basicAck(next.get().getEnvelope().getDeliveryTag(), false);
      long offset = offset(next.get());
      if (offset >= after.offset()) {
        return offset == after.offset()
            && after.id().equals(next.get().getProperties().getMessageId());
      }
    }
    return false;
  }

  private static long offset(Delivery delivered) {
    Object header = delivered.getProperties().getHeaders().get(OFFSET);
    return header instanceof Number number ? number.longValue() : -1;
  }

  /** Hands over an event; false where the handler failed, and is given the event again. */
  private boolean isHandled(Delivery delivered) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      handle(delivered);
      return true;
    } catch (RuntimeException e) {
      // Whatever it is, who follows the log misses nothing of it.
      LOG.atWarn().setCause(e).log("an event is handled once more");
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void handle(Delivery delivered) {
    long offset = offset(delivered);
    if (from instanceof LogStart.After after && offset <= after.offset()) {
      // Handled in the session before.
      return;
    }
    LoggedEvent event =
        new LoggedEvent(
            offset,
            RabbitMessages.message(delivered.getProperties(), delivered.getBody()),
            sent(delivered));
    handler.accept(event);
    // A handler that was broken off with its session is given the event again by the next one.
    if (!Thread.currentThread().isInterrupted()) {
      from = event.place();
    }
  }

  /** When it was sent; of what does not say so, a time before it. */
  private Instant sent(Delivery delivered) {
    Date sent = delivered.getProperties().getTimestamp();
    if (sent != null) {
      return sent.toInstant();
    }
    return switch (from) {
      case LogStart.Since since -> since.time();
      case LogStart.After after -> after.sent();
    };
  }
}
