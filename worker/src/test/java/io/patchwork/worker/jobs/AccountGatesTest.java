package io.patchwork.worker.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.id.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class AccountGatesTest {

  private static final AccountLane ONE = new AccountLane("bulk", Sha256.of("one"));
  private static final AccountLane OTHER = new AccountLane("bulk", Sha256.of("other"));

  private final AccountGates gates = new AccountGates();
  private final AtomicInteger done = new AtomicInteger();
  private final CountDownLatch free = new CountDownLatch(1);
  private final List<CompletableFuture<Throwable>> ends = new ArrayList<>();

  private interface Call {
    void run() throws Exception;
  }

  /** Starts a thread, and returns when it waits for something. */
  private void inBackground(Call call) throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    ends.add(end);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                call.run();
                end.complete(null);
              } catch (Throwable failure) {
                end.complete(failure);
              }
            });
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private void hold() throws Exception {
    inBackground(() ->
        gates.alone(
            ONE,
            () -> {
              free.await();
              return true;
            }));
  }

  private void letGo() {
    free.countDown();
    assertThat(ends).allSatisfy(end -> assertThat(end.join()).isNull());
  }

  @Test
  void allWhoAskedBeforeItBeginsAreServedAtOnce() throws Exception {
    hold();
    for (int i = 0; i < 5; i++) {
      inBackground(() -> gates.shared(ONE, false, done::incrementAndGet));
    }

    letGo();

    assertThat(done).hasValue(1);
  }

  @Test
  void whoAsksAfterItBeganIsServedByAnother() throws Exception {
    AccountGates.SharedDeed deed =
        () -> {
          free.await();
          done.incrementAndGet();
        };
    inBackground(() -> gates.shared(ONE, false, deed));
    inBackground(() -> gates.shared(ONE, false, deed));
    inBackground(() -> gates.shared(ONE, false, deed));

    letGo();

    assertThat(done).hasValue(2);
  }

  @Test
  void whatFailsServesNobody() throws Exception {
    hold();
    AtomicInteger tries = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      inBackground(() ->
          gates.shared(
              ONE,
              false,
              () -> {
                if (tries.getAndIncrement() == 0) {
                  throw new IllegalStateException("the store is away");
                }
                done.incrementAndGet();
              }));
    }

    free.countDown();

    assertThat(ends.stream().filter(end -> end.join() != null)).hasSize(1);
    assertThat(done).hasValue(1);
  }

  @Test
  void itsOwnIsDoneAnyway() throws Exception {
    hold();
    for (int i = 0; i < 3; i++) {
      inBackground(() -> gates.shared(ONE, true, done::incrementAndGet));
    }

    letGo();

    assertThat(done).hasValue(3);
  }

  @Test
  void othersNeedNotWait() throws Exception {
    hold();

    assertThat(gates.alone(OTHER, () -> "done")).isEqualTo("done");

    letGo();
    assertThatThrownBy(() ->
            gates.alone(
                ONE,
                () -> {
                  throw new IllegalStateException("left");
                }))
        .hasMessage("left");
    assertThat(gates.alone(ONE, () -> "again")).isEqualTo("again");
  }
}
