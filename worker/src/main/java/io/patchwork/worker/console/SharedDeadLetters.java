package io.patchwork.worker.console;

import io.patchwork.worker.client.DeadLetters;
import io.patchwork.worker.client.FailedMessage;
import io.patchwork.worker.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The dead letters, looked at by one at a time: whoever looks holds all of them at the broker, and
 * another would see none. A look is kept for two seconds. Thread-safe.
 */
final class SharedDeadLetters {

  private static final Duration KEPT = Duration.ofSeconds(2);

  private final DeadLetters letters;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private List<FailedMessage> seen = List.of();
  private Instant seenAt = Instant.MIN;

  SharedDeadLetters(DeadLetters letters, InstantSource clock) {
    this.letters = letters;
    this.clock = clock;
  }

  /** Does something to a letter. */
  @FunctionalInterface
  interface Dealing {
    boolean with(String letter) throws Failure, InterruptedException;
  }

  List<FailedMessage> list() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Instant now = clock.instant();
      if (!seenAt.isAfter(now.minus(KEPT))) {
        seen = letters.list();
        seenAt = now;
      }
      return seen;
    } finally {
      lock.unlock();
    }
  }

  /** Deals with a letter while nobody looks. */
  boolean deal(String letter, Dealing dealing) throws Failure, InterruptedException {
    lock.lockInterruptibly();
    try {
      seenAt = Instant.MIN;
      return dealing.with(letter);
    } finally {
      lock.unlock();
    }
  }
}
