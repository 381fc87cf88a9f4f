package io.patchwork.common.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.patchwork.common.testing.TestBroker;
import io.patchwork.common.testing.TestServices;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster of three nodes, of which one is away. */
@Timeout(240)
final class RabbitClusterIT {

  private static JobQueue open(TestBroker broker, Topology topology) {
    return new RabbitJobQueue(broker.uri(), topology, "test", RandomGenerator.getDefault());
  }

  /** As an earlier build did it: a classic queue, which one node holds. */
  private static void declareEarlier(TestBroker broker, Topology topology) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri().toString());
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      String queue = topology.earlierDeadLetterQueue();
      channel.queueDeclare(queue, true, false, false, Map.of());
      channel.exchangeDeclare(topology.deadLetterExchange(), "fanout", true);
      channel.queueBind(queue, topology.deadLetterExchange(), "");
      var _ = channel.confirmSelect();
      channel.basicPublish(
          "",
          queue,
          MessageProperties.PERSISTENT_TEXT_PLAIN,
          "earlier".getBytes(StandardCharsets.UTF_8));
      channel.waitForConfirmsOrDie(10_000);
    }
  }

  @Test
  void oneNodeMayBeAway() throws Exception {
    Topology topology = JobQueueContract.topology();
    try (TestBroker broker = TestServices.freshCluster()) {
      // Its first node takes the first connection, and is the first to go.
      declareEarlier(broker, topology);
      try (JobQueue queue = open(broker, topology)) {
        queue.publish(new Route.Dead(), JobQueueContract.message("before")).await();
        assertThat(queue.deadLetters())
            .extracting(letter -> JobQueueContract.text(letter.message()))
            .containsExactly("earlier", "before");

        broker.kill();

        try (JobQueue other = open(broker, topology)) {
          BlockingQueue<String> taken = new LinkedBlockingQueue<>();
          other.consume(
              JobQueueContract.LANE,
              1,
              delivery -> {
                taken.add(JobQueueContract.text(delivery.message()));
                delivery.ack();
              });
          other
              .publish(new Route.ToLane(JobQueueContract.LANE), JobQueueContract.message("work"))
              .await();
          assertThat(taken.poll(60, TimeUnit.SECONDS)).isEqualTo("work");
          other.publish(new Route.Dead(), JobQueueContract.message("meanwhile")).await();
          assertThat(other.deadLetters())
              .extracting(letter -> JobQueueContract.text(letter.message()))
              .containsExactly("before", "meanwhile");
        }

        broker.restart();

        Set<String> resolved = new HashSet<>();
        queue.resolveDeadLetters(letter -> resolved.add(JobQueueContract.text(letter.message())));
        assertThat(resolved).containsExactlyInAnyOrder("earlier", "before", "meanwhile");
        assertThat(queue.deadLetters()).isEmpty();

        broker.kill();

        queue.publish(new Route.Dead(), JobQueueContract.message("later")).await();
        assertThat(queue.deadLetters()).hasSize(1);
      }
    }
  }
}
