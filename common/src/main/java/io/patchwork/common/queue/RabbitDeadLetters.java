package io.patchwork.common.queue;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.Map;
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

  /**
   * Each time that letters are looked at counts; from RabbitMQ 4.0 on 20 is the limit otherwise.
   */
  private static final int DELIVERY_LIMIT = Integer.MAX_VALUE;

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
      LOG.atDebug().setCause(away).log("the queue of earlier dead letters is out of reach");
    }
  }

  /**
   * Removes the letters of a queue that are handled; the others go back when the channel closes.
   */
  static void resolve(
      Channel channel, String queue, Topology topology, Predicate<DeadLetter> handled)
      throws IOException, TimeoutException {
    try (channel) {
      long depth = channel.messageCount(queue);
      for (long i = 0; i < depth; i++) {
        GetResponse got = channel.basicGet(queue, false);
        if (got == null) {
          break;
        }
        DeadLetter deadLetter =
            new DeadLetter(
                RabbitMessages.message(got.getProps(), got.getBody()),
                RabbitMessages.deadLane(got.getProps(), topology));
        if (handled.test(deadLetter)) {
          channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
        }
      }
    }
  }

  /** Whether there is a queue of earlier builds that can be read. */
  static boolean hasEarlier(Channel channel, Topology topology) throws TimeoutException {
    try (channel) {
      return channel.messageCount(topology.earlierDeadLetterQueue()) > 0;
    } catch (IOException none) {
      return false;
    }
  }
}
