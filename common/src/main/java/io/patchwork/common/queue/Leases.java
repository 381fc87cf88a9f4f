package io.patchwork.common.queue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The deliveries of a session that are neither acknowledged nor rejected. Thread-safe.
 *
 * @param <T> a delivery
 */
final class Leases<T> {

  private final Set<T> held = new HashSet<>();

  synchronized void add(T lease) {
    held.add(lease);
  }

  synchronized void remove(T lease) {
    held.remove(lease);
    notifyAll();
  }

  synchronized List<T> all() {
    return List.copyOf(held);
  }

  /**
   * Waits until there is none.
   *
   * @return false if the time ran out
   */
  synchronized boolean awaitNone(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!held.isEmpty()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
