package io.patchwork.worker.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.jobs.AdmissionFolder.Listing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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
  private final AtomicInteger listings = new AtomicInteger();
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
              } catch (Exception failure) {
                end.complete(failure);
              }
            });
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private Listing list() {
    listings.incrementAndGet();
    return new Listing(new HashMap<>(), new LinkedHashMap<>(), Optional.empty());
  }

  private <T> T alone(AccountLane accountLane, AccountGates.Deed<T> deed) throws Exception {
    return gates.alone(accountLane, this::list, listing -> true, deed);
  }

  private void hold() throws Exception {
    inBackground(() ->
        alone(
            ONE,
            listing -> {
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

    String other = alone(OTHER, listing -> "done");

    assertThat(other).isEqualTo("done");

    letGo();
    assertThatThrownBy(() ->
            alone(
                ONE,
                listing -> {
                  throw new IllegalStateException("left");
                }))
        .hasMessage("left");
    String again = alone(ONE, listing -> "again");
    assertThat(again).isEqualTo("again");
  }

  @Test
  void aListingServesAllWhoAskedBeforeItBegan() throws Exception {
    hold();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 3; i++) {
      String job = "job" + i;
      inBackground(() ->
          alone(
              ONE,
              listing -> {
                seen.add(listing.waiting().size());
                listing.waiting().put(job, new ObjectKey(job));
                return true;
              }));
    }

    letGo();

    assertThat(listings).as("the holder's, and one").hasValue(2);
    assertThat(seen).containsExactly(0, 1, 2);
  }

  @Test
  void whoMayNotShareListsAnew() throws Exception {
    hold();
    for (int i = 0; i < 3; i++) {
      inBackground(() -> gates.alone(ONE, this::list, listing -> false, listing -> true));
    }

    letGo();

    assertThat(listings).hasValue(4);
  }

  @Test
  void afterAFailureAllIsListedAnew() throws Exception {
    hold();
    for (int i = 0; i < 3; i++) {
      inBackground(() ->
          alone(
              ONE,
              listing -> {
                if (done.getAndIncrement() == 0) {
                  throw new IllegalStateException("half done");
                }
                return true;
              }));
    }

    free.countDown();

    assertThat(ends.stream().filter(end -> end.join() != null)).hasSize(1);
    assertThat(listings).as("the holder's, the failed one's, and one").hasValue(3);
  }
}
