package io.patchwork.worker.console;

import io.patchwork.worker.client.DeadLetters;
import io.patchwork.worker.client.FailedMessage;
import io.patchwork.worker.failure.Failure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The dead letters, looked at by one at a time: whoever looks holds all of them at the broker, and
 * another would see none. A look is kept for two seconds. Thread-safe.
 */
final class SharedDeadLetters {

  private static final Duration KEPT = Duration.ofSeconds(2);

  private final SharedLook<FailedMessage> look;

  SharedDeadLetters(DeadLetters letters, InstantSource clock) {
    this.look = new SharedLook<>(KEPT, clock, letters::list);
  }

  /** Does something to a letter. */
  @FunctionalInterface
  interface Dealing {
    boolean with(String letter) throws Failure, InterruptedException;
  }

  List<FailedMessage> list() throws InterruptedException {
    return look.get();
  }

  /** Deals with a letter while nobody looks. */
  boolean deal(String letter, Dealing dealing) throws Failure, InterruptedException {
    try (SharedLook.Pause _ = look.pause()) {
      return dealing.with(letter);
    }
  }
}
