package io.patchwork.worker.jobs;

import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.jobs.AdmissionFolder.Listing;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    /** The last listing with what was done since, for all who had asked by then. */
    @Nullable Listing listing;

    long listed;

    /** A listing that began after somebody asked. */
    Listing listing(long asking, Supplier<Listing> lister, Predicate<Listing> serves) {
      Listing last = listing;
      if (last == null || listed < asking || !serves.test(last)) {
        long upTo = asked.get();
        last = lister.get();
        listing = last;
        listed = upTo;
      }
      return last;
    }
  }

  /** What is done while no other thread does anything for the same account's lane. */
  interface Deed<T> {
    /**
     * Does it, and notes in the listing what it did.
     *
     * @param listing begun after this was asked for, with what this worker did since; others may
     *     have done more
     */
    T run(Listing listing) throws Refused, Fault, InterruptedException;
  }

  /**
   * Does something alone.
   *
   * @param lister lists the account's lane
   * @param serves whether a listing serves all who ask before it begins
   */
  <T> T alone(
      AccountLane accountLane, Supplier<Listing> lister, Predicate<Listing> serves, Deed<T> deed)
      throws Refused, Fault, InterruptedException {
    Gate gate = enter(accountLane);
    try {
      long mine = gate.asked.incrementAndGet();
      gate.lock.lockInterruptibly();
      try {
        Listing listing = gate.listing(mine, lister, serves);
        // What fails may be half done.
        gate.listing = null;
        T result = deed.run(listing);
        gate.listing = listing;
        return result;
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
          gate.listing = null;
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
