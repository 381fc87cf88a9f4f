package io.patchwork.common.queue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The consumer of a lane within a session, on a channel of its own; paused while the broker blocks
 * our publishing. Thread-safe.
 */
final class RabbitConsumer {

  private static final String DELIVERY_COUNT = "x-delivery-count";

  private final SessionEnd session;
  private final Channel channel;
  private final Lane lane;
  private final String queue;
  private final Consumer<Delivery> handler;
  private final Leases<Leased> leases;

  /** Guards the channel, which takes one command at a time. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean isClosed;

  /** The consumer tag; null while not subscribed. */
  private @Nullable String tag;

  /**
   * A consumer that has not started.
   *
   * @param session the session, with which the consumer ends
   * @param leases all leases of the session, to which those of this consumer are added
   */
  RabbitConsumer(
      SessionEnd session,
      Channel channel,
      Lane lane,
      String queue,
      Consumer<Delivery> handler,
      Leases<Leased> leases) {
    this.session = session;
    this.channel = channel;
    this.lane = lane;
    this.queue = queue;
    this.handler = handler;
    this.leases = leases;
  }

  /**
   * Starts to consume.
   *
   * @param slots maximum number of unacknowledged messages
   */
  void open(int slots, boolean isPaused) throws IOException {
    channel.addShutdownListener(cause -> session.come());
    channel.basicQos(slots);
    if (!isPaused) {
      subscribe();
    }
  }

  /** Pauses or resumes; delivered messages are not affected. */
  void pause(boolean isPaused) {
    try {
      if (isPaused) {
        unsubscribe();
      } else {
        subscribe();
      }
    } catch (IOException | AlreadyClosedException gone) {
      // A session that ends takes its consumers with it.
      session.come();
    }
  }

  void close() {
    try {
      lock.lock();
      try {
        isClosed = true;
      } finally {
        lock.unlock();
      }
      unsubscribe();
    } catch (IOException | AlreadyClosedException gone) {
      assert session.isOver() || gone != null;
    }
  }

  private void subscribe() throws IOException {
    lock.lock();
    try {
      if (tag == null && !isClosed) {
        tag =
            channel.basicConsume(
                queue,
                false,
                (consumer, delivered) ->
                    hand(
                        new Leased(
                            RabbitMessages.message(delivered.getProperties(), delivered.getBody()),
                            count(delivered.getProperties()),
                            delivered.getEnvelope().getDeliveryTag())),
                consumer -> session.come());
      }
    } finally {
      lock.unlock();
    }
  }

  private void unsubscribe() throws IOException {
    lock.lock();
    try {
      if (tag != null) {
        String cancelled = tag;
        tag = null;
        channel.basicCancel(cancelled);
      }
    } finally {
      lock.unlock();
    }
  }

  private void hand(Leased delivery) {
    leases.add(delivery);
    Thread.ofVirtual()
        .name(lane.name())
        .start(() -> {
          try {
            handler.accept(delivery);
          } finally {
            delivery.rejectIfUnsettled();
          }
        });
  }

  private static int count(AMQP.BasicProperties properties) {
    Object count =
        properties.getHeaders() == null ? null : properties.getHeaders().get(DELIVERY_COUNT);
    return count instanceof Number number ? number.intValue() + 1 : 1;
  }

  final class Leased implements Delivery {
    private final Message message;
    private final int count;
    private final long tag;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final CompletableFuture<Boolean> lost = new CompletableFuture<>();

    Leased(Message message, int count, long tag) {
      this.message = message;
      this.count = count;
      this.tag = tag;
    }

    @Override
    public Lane lane() {
      return lane;
    }

    @Override
    public Message message() {
      return message;
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public void ack() {
      settle(() -> channel.basicAck(tag, false));
    }

    @Override
    public void reject() {
      // Not nack: from RabbitMQ 4.3 on a nack no longer counts towards the delivery limit.
      settle(() -> channel.basicReject(tag, true));
    }

    /**
     * Rejects the message of a handler that died, which would otherwise hold it until the session
     * ends.
     */
    void rejectIfUnsettled() {
      if (!settled.get() && !session.isOver()) {
        reject();
      }
    }

    private void settle(Settling how) {
      lock.lock();
      try {
        if (!settled.compareAndSet(false, true)) {
          throw new LeaseLost("The delivery was already acknowledged or rejected.");
        }
        if (session.isOver()) {
          throw new LeaseLost("The broker session of this delivery is over.");
        }
        how.run();
        leases.remove(this);
      } catch (IOException | AlreadyClosedException e) {
        throw new LeaseLost("The broker session of this delivery is over: " + e.getMessage());
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean isLeaseLost() {
      return session.isOver();
    }

    @Override
    public void onLeaseLost(Runnable action) {
      var _ = lost.thenRun(action);
      if (session.isOver()) {
        lose();
      }
    }

    void lose() {
      lost.complete(true);
    }
  }

  private interface Settling {
    void run() throws IOException;
  }
}
