package io.patchwork.common.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One delivery, handled on the other side of a pipe. */
@Timeout(30)
final class QueueBridgeTest {

  private static final Lane LANE = new Lane("lane", Lane.Exchange.JOBS);
  private static final Lane NONE = new Lane("none", Lane.Exchange.JOBS);

  private final InProcessJobQueue queue =
      new InProcessJobQueue(new Topology("t", List.of(LANE), List.of(Duration.ofMillis(1)), 20), 1);
  private final CountDownLatch parentGone = new CountDownLatch(1);

  @AfterEach
  void close() {
    queue.close();
  }

  private static Message message(String text) {
    return new Message(
        text, text.getBytes(StandardCharsets.UTF_8), Map.of("x-patchwork-a", "ä".repeat(70_000)));
  }

  /** Publishes a message and hands its delivery to a handler; returns what the bridge returns. */
  private QueueBridge.Progress bridge(Consumer<BridgedQueue> process) throws Exception {
    queue.publish(new Route.ToLane(LANE), message("job")).await();
    CompletableFuture<QueueBridge.Progress> isSettled = new CompletableFuture<>();
    try (var _ = queue.consume(LANE, 1, delivery -> isSettled.complete(run(delivery, process)))) {
      return isSettled.get(20, TimeUnit.SECONDS);
    }
  }

  private QueueBridge.Progress run(Delivery delivery, Consumer<BridgedQueue> process) {
    try (PipedOutputStream toProcess = new PipedOutputStream();
        PipedOutputStream fromProcess = new PipedOutputStream()) {
      PipedInputStream heard = new PipedInputStream(toProcess, 1 << 16);
      PipedInputStream said = new PipedInputStream(fromProcess, 1 << 16);
      Thread.startVirtualThread(() -> {
        try (fromProcess) {
          process.accept(new BridgedQueue(heard, fromProcess, parentGone::countDown));
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      });
      return new QueueBridge(queue, delivery, said, toProcess).run();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void handle(BridgedQueue bridged, Consumer<Delivery> handler) {
    try (var _ = bridged.consume(LANE, 1, handler)) {
      bridged.awaitHandled();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theDeliveryIsTheSameAndIsSettledThere() throws Exception {
    CompletableFuture<Message> seen = new CompletableFuture<>();

    QueueBridge.Progress progress =
        bridge(bridged ->
            handle(
                bridged,
                delivery -> {
                  seen.complete(delivery.message());
                  delivery.ack();
                  assertThatThrownBy(delivery::ack).isInstanceOf(LeaseLost.class);
                }));

    assertThat(progress).isEqualTo(QueueBridge.Progress.SETTLED);
    assertThat(seen.get().id()).isEqualTo("job");
    assertThat(seen.get().body()).isEqualTo(message("job").body());
    assertThat(seen.get().headers()).isEqualTo(message("job").headers());
    assertThat(queue.depth(LANE)).isZero();
    assertThat(parentGone.await(5, TimeUnit.SECONDS)).as("end of the other side").isTrue();
  }

  @Test
  void whatIsPublishedIsConfirmedByTheBroker() throws Exception {
    CompletableFuture<Message> told = new CompletableFuture<>();
    queue.subscribeEvents("a.b", told::complete);

    bridge(bridged ->
        handle(
            bridged,
            delivery -> {
              try {
                bridged.publish(new Route.Event("a.b"), message("event")).await();
                bridged.publish(new Route.Dead(), message("letter")).await();
                assertThatThrownBy(
                        () -> bridged.publish(new Route.ToLane(NONE), message("lost")).await())
                    .isInstanceOf(Unroutable.class);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              delivery.ack();
            }));

    assertThat(told.get(5, TimeUnit.SECONDS).id()).isEqualTo("event");
    assertThat(queue.deadLetters()).hasSize(1);
  }

  @Test
  void whoeverEndsBeforeSettlingHasNotSettled() throws Exception {
    assertThat(bridge(bridged -> handle(bridged, delivery -> {})))
        .isEqualTo(QueueBridge.Progress.BEGUN);
    assertThat(bridge(bridged -> {})).isEqualTo(QueueBridge.Progress.NOT_BEGUN);
  }
}
