package io.patchwork.common.process;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all children of a worker may take together: a child waits until its limit fits
 * in. A part is kept from those that run in the background, so that others need not wait for them.
 * Thread-safe.
 */
public final class MemoryBudget {

  /** Nothing waits. */
  public static final MemoryBudget UNLIMITED = new MemoryBudget((long) Integer.MAX_VALUE << 20, 0);

  /** Below the time after which a broker takes a message back. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private final int total;

  // Of a MiB each; fair, so that small ones do not pass a large one for ever.
  private final Semaphore free;
  private final Semaphore freeInBackground;

  /**
   * A budget.
   *
   * @param bytes of all children
   * @param foreground bytes that those in the background do not get
   */
  public MemoryBudget(long bytes, long foreground) {
    this.total = mebibytes(bytes);
    this.free = new Semaphore(total, true);
    this.freeInBackground = new Semaphore(total - mebibytes(foreground), true);
  }

  private static int mebibytes(long bytes) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes >> 20));
  }

  /** Bytes that no child has. */
  public long free() {
    return (long) free.availablePermits() << 20;
  }

  /** A part of the budget, until it is closed. */
  public interface Share extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for a number of bytes; one that asks for more than there is gets all.
   *
   * @throws NoMemoryFree if it takes so long that the message had better go to another worker
   */
  Share take(long bytes) throws NoMemoryFree, InterruptedException {
    int share = Math.min(total, mebibytes(bytes));
    if (ChildPriority.isBackground()) {
      acquire(freeInBackground, share);
      try {
        acquire(free, share);
      } catch (NoMemoryFree | InterruptedException e) {
        freeInBackground.release(share);
        throw e;
      }
      return () -> {
        free.release(share);
        freeInBackground.release(share);
      };
    }
    acquire(free, share);
    return () -> free.release(share);
  }

  private static void acquire(Semaphore permits, int share)
      throws NoMemoryFree, InterruptedException {
    if (!permits.tryAcquire(share, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new NoMemoryFree((long) share << 20);
    }
  }
}
