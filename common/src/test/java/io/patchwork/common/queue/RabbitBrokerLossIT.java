package io.patchwork.common.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.common.testing.TestBroker;
import io.patchwork.common.testing.TestServices;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when the broker dies and comes back. */
@Timeout(180)
final class RabbitBrokerLossIT {

  private static TestBroker broker;

  @BeforeAll
  static void start() {
    broker = TestServices.freshBroker();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static JobQueue open(Topology topology) {
    return new RabbitJobQueue(broker.uri(), topology, "test", RandomGenerator.getDefault());
  }

  @Test
  void whatWasConfirmedSurvivesAndWorkGoesOnByItself() throws Exception {
    Topology topology = JobQueueContract.topology();
    try (JobQueue queue = open(topology)) {
      for (int i = 0; i < 20; i++) {
        queue
            .publish(new Route.ToLane(JobQueueContract.LANE), JobQueueContract.message("m" + i))
            .await();
      }
      Set<String> done = ConcurrentHashMap.newKeySet();
      BlockingQueue<Delivery> held = new LinkedBlockingQueue<>();
      CountDownLatch lost = new CountDownLatch(1);
      CountDownLatch broken = new CountDownLatch(1);
      queue.consume(
          JobQueueContract.LANE,
          1,
          delivery -> {
            if (broken.getCount() > 0) {
              delivery.onLeaseLost(lost::countDown);
              held.add(delivery);
              awaitQuietly(broken);
              return;
            }
            delivery.ack();
            done.add(JobQueueContract.text(delivery.message()));
          });
      Delivery inHand = held.poll(20, TimeUnit.SECONDS);
      assertThat(inHand).isNotNull();
      // RabbitMQ 3.10 notes a new stream on disk half a second after it was made; killed before
      // that, it never opens it again (docs/decisions/0004-event-log.md).
      TimeUnit.SECONDS.sleep(2);

      broker.kill();

      assertThat(lost.await(20, TimeUnit.SECONDS)).as("the lease is known to be lost").isTrue();
      assertThat(inHand.isLeaseLost()).isTrue();
      assertThatThrownBy(inHand::ack).isInstanceOf(LeaseLost.class);
      broken.countDown();
      broker.restart();
      for (int i = 0; i < 600 && done.size() < 20; i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(done).as("every confirmed message, without anybody's help").hasSize(20);
    }
  }

  @Test
  void nothingIsBegunWhileTheBrokerTakesNoMessages() throws Exception {
    try (JobQueue queue = open(JobQueueContract.topology())) {
      for (int i = 0; i < 3; i++) {
        queue
            .publish(new Route.ToLane(JobQueueContract.LANE), JobQueueContract.message("m" + i))
            .await();
      }
      BlockingQueue<Delivery> held = new LinkedBlockingQueue<>();
      CountDownLatch ended = new CountDownLatch(1);
      queue.consume(
          JobQueueContract.LANE,
          1,
          delivery -> {
            held.add(delivery);
            awaitQuietly(ended);
          });
      Delivery inHand = held.poll(20, TimeUnit.SECONDS);
      assertThat(inHand).isNotNull();
      broker.alarm(true);
      // A connection is blocked when it publishes.
      PublishConfirm said =
          queue.publish(new Route.ToLane(JobQueueContract.LANE), JobQueueContract.message("m3"));

      TimeUnit.SECONDS.sleep(2);
      assertThat(queue.state().sentence())
          .hasValueSatisfying(why -> assertThat(why).contains("short of memory"));
      inHand.ack();
      Delivery tooEarly = held.poll(3, TimeUnit.SECONDS);
      broker.alarm(false);
      said.await();
      Set<String> rest = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        Delivery delivery = held.poll(20, TimeUnit.SECONDS);
        assertThat(delivery).isNotNull();
        rest.add(JobQueueContract.text(delivery.message()));
        delivery.ack();
      }
      ended.countDown();

      assertThat(queue.state().sentence()).isEmpty();
      assertThat(tooEarly).as("nothing is begun whose end could not be told").isNull();
      assertThat(rest).containsExactlyInAnyOrder("m1", "m2", "m3");
    }
  }

  @Test
  void whileTheBrokerIsAwayPublishingFailsClearlyAndNobodyConnects() throws Exception {
    try (JobQueue queue = open(JobQueueContract.topology())) {
      broker.kill();

      assertThatThrownBy(() ->
              queue
                  .publish(new Route.ToLane(JobQueueContract.LANE), JobQueueContract.message("x"))
                  .await())
          .isInstanceOf(QueueUnavailable.class);
      assertThatThrownBy(queue::check).isInstanceOf(QueueUnavailable.class);
      assertThatThrownBy(() -> open(JobQueueContract.topology()))
          .isInstanceOf(QueueUnavailable.class)
          .hasMessageContaining("cannot be reached");
    } finally {
      broker.restart();
    }
  }

  @Test
  void whoReadsTheEventLogGoesOnInThatOfABrokerThatLostItsOwn() throws Exception {
    try (JobQueue queue = open(JobQueueContract.topology())) {
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();
      queue.replayEvents(
          new LogStart.Since(Instant.now().minusSeconds(60)),
          event -> seen.add(JobQueueContract.text(event.message())));
      for (int i = 0; i < 5; i++) {
        queue
            .publish(new Route.Event("started.ingest.job"), JobQueueContract.message("old " + i))
            .await();
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("old " + i);
      }

      for (String step : new String[] {"stop_app", "force_reset", "start_app"}) {
        broker.control(step);
      }
      for (int i = 0; i < 600 && queue.state() != BrokerState.OPEN; i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      queue
          .publish(new Route.Event("started.ingest.job"), JobQueueContract.message("fresh"))
          .await();

      assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("fresh");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
