package io.patchwork.common.queue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with a broker: two connections, one to consume and acknowledge, one to publish, because
 * a broker short of memory stops reading from publishers. When either breaks, the whole session
 * ends: its leases are lost and its confirms fail. Thread-safe.
 */
final class RabbitSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RabbitSession.class);
  private static final int EVENT_BACKLOG = 10_000;

  /**
   * For messages that came when their consumer was cancelled; what is lost with the session counts
   * as if a worker had died.
   */
  private static final Duration GIVING_BACK = Duration.ofSeconds(1);

  private final Topology topology;
  private final Connection consuming;
  private final Connection publishing;
  private final Channel publisher;
  private final ReentrantLock publisherLock = new ReentrantLock();
  private final ConcurrentSkipListMap<Long, PublishConfirm> unconfirmed =
      new ConcurrentSkipListMap<>();
  private final Set<RabbitConsumer> consumers = ConcurrentHashMap.newKeySet();
  private final Leases<RabbitConsumer.Leased> leases = new Leases<>();
  private final SessionEnd end = new SessionEnd(this::leave);

  /** Whether the broker, short of memory or disk, blocks publishers. */
  private volatile boolean isBlocked;

  RabbitSession(ConnectionFactory factory, Topology topology, String name)
      throws IOException, TimeoutException {
    this.topology = topology;
    this.consuming = factory.newConnection(name + " consuming");
    this.publishing = publishing(factory, name);
    try {
      this.publisher = publishing.createChannel();
      RabbitTopology.declare(publisher, topology);
      RabbitDeadLetters.leaveEarlier(publishing.createChannel(), topology);
      publisher.confirmSelect();
      publishing.addBlockedListener(reason -> block(true), () -> block(false));
      publisher.addConfirmListener(confirmed(), refused());
      publisher.addReturnListener(
          returned -> unroutable(returned.getProperties(), returned.getRoutingKey()));
      ShutdownListener listener = cause -> end.come();
      consuming.addShutdownListener(listener);
      publishing.addShutdownListener(listener);
      publisher.addShutdownListener(listener);
    } catch (IOException | TimeoutException | RuntimeException e) {
      consuming.abort();
      publishing.abort();
      throw e;
    }
  }

  private Connection publishing(ConnectionFactory factory, String name)
      throws IOException, TimeoutException {
    try {
      return factory.newConnection(name + " publishing");
    } catch (IOException | TimeoutException | RuntimeException e) {
      consuming.abort();
      throw e;
    }
  }

  private ConfirmCallback confirmed() {
    return (tag, multiple) -> settle(tag, multiple, PublishConfirm::confirm);
  }

  private ConfirmCallback refused() {
    return (tag, multiple) ->
        settle(
            tag,
            multiple,
            receipt -> receipt.fail(new QueueUnavailable("The broker refused a message.", null)));
  }

  private void settle(long tag, boolean multiple, Consumer<PublishConfirm> how) {
    if (multiple) {
      var upTo = unconfirmed.headMap(tag, true);
      upTo.values().forEach(how);
      upTo.clear();
    } else {
      PublishConfirm receipt = unconfirmed.remove(tag);
      if (receipt != null) {
        how.accept(receipt);
      }
    }
  }

  /** Fails the confirm of an unroutable message, which the broker returns before it confirms it. */
  private void unroutable(AMQP.BasicProperties properties, String routingKey) {
    Object tag =
        properties.getHeaders() == null ? null : properties.getHeaders().get(RabbitMessages.TAG);
    PublishConfirm receipt = tag == null ? null : unconfirmed.get(Long.parseLong(tag.toString()));
    if (receipt != null) {
      receipt.fail(new Unroutable("No queue is bound for " + routingKey + "."));
    }
  }

  /** Pauses the consumers while publishing is blocked; running jobs may end. */
  private void block(boolean isNow) {
    isBlocked = isNow;
    LOG.atWarn().addKeyValue("blocked", isNow).log("broker short of memory or disk");
    // Not on the connection's own thread, which must read the replies.
    Thread.startVirtualThread(() -> consumers.forEach(consumer -> consumer.pause(isBlocked)));
  }

  boolean isOver() {
    return end.isOver();
  }

  boolean isBlocked() {
    return isBlocked;
  }

  /** Waits until the session has ended. */
  void awaitEnd() throws InterruptedException {
    end.await();
  }

  /** Loses all leases and fails all pending confirms. */
  private void leave() {
    settle(
        Long.MAX_VALUE,
        true,
        receipt ->
            receipt.fail(new QueueUnavailable("The connection to the broker was lost.", null)));
    leases.all().forEach(RabbitConsumer.Leased::lose);
    Thread.startVirtualThread(() -> {
      consuming.abort(1000);
      publishing.abort(1000);
    });
  }

  PublishConfirm publish(Route route, Message message) {
    PublishConfirm receipt = new PublishConfirm();
    publisherLock.lock();
    try {
      long tag = publisher.getNextPublishSeqNo();
      unconfirmed.put(tag, receipt);
      send(route, message.withHeader(RabbitMessages.TAG, Long.toString(tag)), true);
    } catch (IOException | AlreadyClosedException e) {
      receipt.fail(new QueueUnavailable("The connection to the broker was lost.", e));
    } finally {
      publisherLock.unlock();
    }
    if (end.isOver()) {
      receipt.fail(new QueueUnavailable("The connection to the broker was lost.", null));
    }
    return receipt;
  }

  /** Publishes a message that may be lost; drops it if publishing would block. */
  void publishUnconfirmed(Route route, Message message) {
    if (isBlocked || !publisherLock.tryLock()) {
      return;
    }
    try {
      send(route, message, false);
    } catch (IOException | AlreadyClosedException lost) {
      assert isOver() || lost != null;
    } finally {
      publisherLock.unlock();
    }
  }

  private void send(Route route, Message message, boolean mandatory) throws IOException {
    int last = topology.retryDelays().size() - 1;
    switch (route) {
      case Route.ToLane(Lane lane) ->
          send(topology.exchange(lane.entrance()), lane.name(), message, mandatory);
      case Route.Later(Lane lane, int step) ->
          send("", topology.retryQueue(lane, Math.min(step, last)), message, mandatory);
      case Route.Dead() -> send(topology.deadLetterExchange(), "", message, mandatory);
      case Route.Event(String key) -> send(topology.eventExchange(), key, message, mandatory);
      // Without a listener this is no failure: the record written before counts.
      case Route.Control() -> send(topology.controlExchange(), "", message, false);
      case Route.Answer(String address) -> send("", address, message, false);
    }
  }

  private void send(String exchange, String key, Message message, boolean mandatory)
      throws IOException {
    publisher.basicPublish(
        exchange, key, mandatory, RabbitMessages.properties(message), message.body());
  }

  /** Delivers a lane's messages until the session ends or the subscription is closed. */
  Subscription consume(Lane lane, int slots, Consumer<Delivery> handler) throws IOException {
    RabbitConsumer consumer =
        new RabbitConsumer(
            end, consuming.createChannel(), lane, topology.queue(lane), handler, leases);
    consumers.add(consumer);
    consumer.open(slots, isBlocked);
    if (isBlocked) {
      // The broker may have blocked in between.
      consumer.pause(true);
    }
    return () -> {
      consumers.remove(consumer);
      consumer.close();
    };
  }

  /** Subscribes to an exchange through a bounded queue that is deleted with the session. */
  Subscription subscribe(String exchange, String pattern, Consumer<Message> handler)
      throws IOException {
    Channel channel = consuming.createChannel();
    String queue =
        channel
            .queueDeclare("", false, true, true, Map.of("x-max-length", EVENT_BACKLOG))
            .getQueue();
    channel.queueBind(queue, exchange, pattern);
    String consumer =
        channel.basicConsume(
            queue,
            true,
            (tag, delivered) ->
                handler.accept(
                    RabbitMessages.message(delivered.getProperties(), delivered.getBody())),
            tag -> {});
    return () -> {
      try {
        channel.basicCancel(consumer);
        channel.close();
      } catch (IOException | TimeoutException | AlreadyClosedException gone) {
        assert isOver() || gone != null;
      }
    };
  }

  String version() {
    Map<String, Object> properties = consuming.getServerProperties();
    return properties.get("product") + " " + properties.get("version");
  }

  /** A channel of its own on the consuming connection. */
  Channel channel() throws IOException {
    return consuming.createChannel();
  }

  /** Ends the session, a little after the last message was given back if some just are. */
  @Override
  public void close() {
    try {
      if (!isOver() && !leases.awaitNone(GIVING_BACK)) {
        LOG.atDebug().log("some deliveries end with their session");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end.come();
    try {
      boolean done = end.await(1);
      assert done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
