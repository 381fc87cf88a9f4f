package io.patchwork.common.queue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters of a broker: in a quorum queue, because a cluster refuses every session that
 * declares a classic one while the node that holds it is away. Letters in the classic queue of
 * earlier builds are read with the others until it is empty.
 */
final class RabbitDeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(RabbitDeadLetters.class);

  /** Each look counts as a delivery: without a limit, RabbitMQ 4.0 drops a letter after 20. */
  private static final int DELIVERY_LIMIT = Integer.MAX_VALUE;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long RETURN_PAUSE_MILLIS = 20;

  private RabbitDeadLetters() {}

  static void declare(Channel channel, Topology topology) throws IOException {
    Map<String, Object> arguments =
        Map.of("x-queue-type", "quorum", "x-delivery-limit", DELIVERY_LIMIT);
    channel.queueDeclare(topology.deadLetterQueue(), true, false, false, arguments);
    channel.queueBind(topology.deadLetterQueue(), topology.deadLetterExchange(), "");
  }

  /** Sees to it that the queue of earlier builds, if there is one, gets no copies of letters. */
  static void leaveEarlier(Channel channel, Topology topology) throws TimeoutException {
    try (channel) {
      channel.queueUnbind(topology.earlierDeadLetterQueue(), topology.deadLetterExchange(), "");
    } catch (IOException | AlreadyClosedException away) {
      // The node that holds it is away: the next session does it.
      LOG.atWarn()
          .addKeyValue("reason", away.getMessage())
          .log("the queue of earlier dead letters still gets copies");
    }
  }

  /**
   * Removes the letters of a queue that are handled, oldest first. The others go back in their
   * order when the channel closes, because one consumer held them.
   *
   * @return how many go back
   */
  static long resolve(
      Channel channel, String queue, Topology topology, Predicate<DeadLetter> handled)
      throws IOException, TimeoutException, InterruptedException {
    try (channel) {
      long depth = channel.messageCount(queue);
      long left = depth;
      BlockingQueue<com.rabbitmq.client.Delivery> come = new LinkedBlockingQueue<>();
      String consumer =
          channel.basicConsume(queue, false, (tag, delivery) -> come.add(delivery), tag -> {});
      for (long i = 0; i < depth; i++) {
        com.rabbitmq.client.Delivery next = come.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
          // Somebody else has taken it.
          break;
        }
        DeadLetter deadLetter =
            new DeadLetter(
                RabbitMessages.message(next.getProperties(), next.getBody()),
                RabbitMessages.deadLane(next.getProperties(), topology));
        if (handled.test(deadLetter)) {
          channel.basicAck(next.getEnvelope().getDeliveryTag(), false);
          left--;
        }
      }
      channel.basicCancel(consumer);
      return left;
    }
  }

  /** Waits until letters that went back can be taken again: a quorum queue takes a moment. */
  static void awaitReturn(Channel channel, String queue, long count)
      throws IOException, TimeoutException, InterruptedException {
    try (channel) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (channel.messageCount(queue) < count && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(RETURN_PAUSE_MILLIS);
      }
    }
  }

  /** Whether letters of earlier builds are there and can be read. */
  static boolean hasEarlier(Channel channel, Topology topology)
      throws IOException, TimeoutException {
    String queue = topology.earlierDeadLetterQueue();
    try (channel) {
      return channel.messageCount(queue) > 0;
    } catch (IOException e) {
      if (!(e.getCause() instanceof ShutdownSignalException closed)
          || !(closed.getReason() instanceof AMQP.Channel.Close reason)
          || reason.getReplyCode() != AMQP.NOT_FOUND) {
        throw e;
      }
      if (reason.getReplyText().contains("down or inaccessible")) {
        LOG.atWarn()
            .addKeyValue("queue", queue)
            .log(
                "dead letters of an earlier build are on a node that is away, and not among these");
      }
      return false;
    }
  }
}
