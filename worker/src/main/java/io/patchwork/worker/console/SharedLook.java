package io.patchwork.worker.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A look at something of the broker that is dear: one at a time looks, and whoever asks within a
 * time gets what was seen. Thread-safe.
 */
final class SharedLook<T> {

  /** Looks. */
  @FunctionalInterface
  interface Look<T> {
    List<T> take() throws InterruptedException;
  }

  /** A time in which nobody looks; closing it ends it. */
  @FunctionalInterface
  interface Pause extends AutoCloseable {
    @Override
    void close();
  }

  private final Duration kept;
  private final InstantSource clock;
  private final Look<T> look;
  private final ReentrantLock lock = new ReentrantLock();
  private List<T> seen = List.of();
  private Instant seenAt = Instant.MIN;

  SharedLook(Duration kept, InstantSource clock, Look<T> look) {
    this.kept = kept;
    this.clock = clock;
    this.look = look;
  }

  List<T> get() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!seenAt.isAfter(clock.instant().minus(kept))) {
        seen = look.take();
        seenAt = clock.instant();
      }
      return seen;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps others from looking, and forgets what was seen. */
  Pause pause() throws InterruptedException {
    lock.lockInterruptibly();
    seenAt = Instant.MIN;
    return lock::unlock;
  }
}
