package io.patchwork.common.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for whose memory. */
@Timeout(30)
final class MemoryBudgetTest {

  private static final long MIB = 1L << 20;

  private static MemoryBudget.Share taken(MemoryBudget budget, long bytes) {
    try {
      return budget.take(bytes);
    } catch (NoMemoryFree | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static CompletableFuture<MemoryBudget.Share> asked(
      MemoryBudget budget, long bytes, ChildPriority priority) {
    CompletableFuture<MemoryBudget.Share> share = new CompletableFuture<>();
    Thread.startVirtualThread(() -> priority.during(() -> share.complete(taken(budget, bytes))));
    return share;
  }

  @Test
  void whatDoesNotFitWaits() throws Exception {
    MemoryBudget budget = new MemoryBudget(100 * MIB, 0);
    MemoryBudget.Share first = budget.take(70 * MIB);

    CompletableFuture<MemoryBudget.Share> second = asked(budget, 40 * MIB, ChildPriority.NORMAL);
    assertThat(budget.free()).isEqualTo(30 * MIB);
    assertThat(second).isNotDone();
    first.close();

    second.get(10, TimeUnit.SECONDS).close();
    assertThat(budget.free()).isEqualTo(100 * MIB);
  }

  @Test
  void whoAsksForMoreThanThereIsGetsAll() throws Exception {
    MemoryBudget budget = new MemoryBudget(100 * MIB, 0);

    try (MemoryBudget.Share _ = budget.take(1000 * MIB)) {
      assertThat(budget.free()).isZero();
    }

    assertThat(budget.free()).isEqualTo(100 * MIB);
  }

  @Test
  void aPartIsKeptFromTheBackground() throws Exception {
    MemoryBudget budget = new MemoryBudget(100 * MIB, 30 * MIB);
    MemoryBudget.Share upload =
        asked(budget, 60 * MIB, ChildPriority.BACKGROUND).get(10, TimeUnit.SECONDS);
    CompletableFuture<MemoryBudget.Share> other = asked(budget, 20 * MIB, ChildPriority.BACKGROUND);

    MemoryBudget.Share preview =
        asked(budget, 35 * MIB, ChildPriority.NORMAL).get(10, TimeUnit.SECONDS);

    assertThat(other).isNotDone();
    upload.close();
    other.get(10, TimeUnit.SECONDS).close();
    preview.close();
    assertThat(budget.free()).isEqualTo(100 * MIB);
  }
}
