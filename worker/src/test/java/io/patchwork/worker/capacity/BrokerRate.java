package io.patchwork.worker.capacity;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.patchwork.common.testing.TestServices;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Messages a second that one broker on this machine takes and gives: persistent ones of a kilobyte
 * through a quorum queue, confirmed by the broker and acknowledged by who has them.
 */
final class BrokerRate {

  private static final int MESSAGES = 60_000;
  private static final int UNCONFIRMED = 500;
  private static final String QUEUE = "capacity.rate";

  private BrokerRate() {}

  static double perSecond() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(TestServices.broker().uri());
    try (Connection connection = factory.newConnection();
        Channel out = connection.createChannel();
        Channel in = connection.createChannel()) {
      out.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "quorum"));
      CountDownLatch taken = new CountDownLatch(MESSAGES);
      in.basicQos(UNCONFIRMED);
      in.basicConsume(
          QUEUE,
          false,
          (_, delivery) -> {
            in.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
            taken.countDown();
          },
          _ -> {});
      out.confirmSelect();
      byte[] body = new byte[1000];
      long began = System.nanoTime();
      for (int i = 1; i <= MESSAGES; i++) {
        out.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, body);
        if (i % UNCONFIRMED == 0) {
          out.waitForConfirmsOrDie();
        }
      }
      if (!taken.await(2, TimeUnit.MINUTES)) {
        throw new AssertionError(taken.getCount() + " messages have not come");
      }
      double rate = MESSAGES / ((System.nanoTime() - began) / 1e9);
      out.queueDelete(QUEUE);
      return rate;
    }
  }
}
