package io.patchwork.worker.jobs;

import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets this worker's threads look after one account's lane one after the other, and spares work
 * that another thread does for them. Thread-safe.
 */
final class AccountGates {

  private final ConcurrentHashMap<AccountLane, Gate> gates = new ConcurrentHashMap<>();

  private static final class Gate {
    final ReentrantLock lock = new ReentrantLock();
    final AtomicLong asked = new AtomicLong();

    /** How many threads use the gate; guarded by the map. */
    int users;

    /** All that had been asked for when the last deed began; guarded by the lock. */
    long served;
  }

  /** What is done while no other thread does anything for the same account's lane. */
  interface Deed<T> {
    T run() throws Refused, Fault, InterruptedException;
  }

  <T> T alone(AccountLane accountLane, Deed<T> deed) throws Refused, Fault, InterruptedException {
    Gate gate = enter(accountLane);
    try {
      gate.lock.lockInterruptibly();
      try {
        return deed.run();
      } finally {
        gate.lock.unlock();
      }
    } finally {
      leave(accountLane);
    }
  }

  /** What is done for all who ask for it before it begins. */
  interface SharedDeed {
    void run() throws Fault, InterruptedException;
  }

  /**
   * Returns when the deed has been done by some thread that began it after this call.
   *
   * @param isOwn whether this thread's deed is another than those of others, so that it is done
   *     anyway
   */
  void shared(AccountLane accountLane, boolean isOwn, SharedDeed deed)
      throws Fault, InterruptedException {
    Gate gate = enter(accountLane);
    try {
      long mine = gate.asked.incrementAndGet();
      gate.lock.lockInterruptibly();
      try {
        if (isOwn || gate.served < mine) {
          long upTo = gate.asked.get();
          deed.run();
          gate.served = upTo;
        }
      } finally {
        gate.lock.unlock();
      }
    } finally {
      leave(accountLane);
    }
  }

  private Gate enter(AccountLane accountLane) {
    return gates.compute(
        accountLane,
        (key, present) -> {
          Gate gate = present == null ? new Gate() : present;
          gate.users++;
          return gate;
        });
  }

  private void leave(AccountLane accountLane) {
    gates.computeIfPresent(accountLane, (key, gate) -> --gate.users == 0 ? null : gate);
  }
}
