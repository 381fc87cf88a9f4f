package io.patchwork.worker.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The life of a worker that ends at a chosen side effect: a message that is published or settled,
 * an object that is put, replaced or deleted, a child that is run. Whatever it tries afterwards
 * fails, as if its process were gone. Thread-safe.
 */
public final class Life {

  /** The death of a worker: its deliveries come again. */
  public static final class Crash extends VirtualMachineError {
    private static final long serialVersionUID = 1;

    public Crash(String when) {
      super("the worker dies " + when);
    }
  }

  /** A side effect. */
  public interface Effect<T> {
    T happen();
  }

  private final int last;
  private final boolean isBefore;
  private final List<String> effects = new ArrayList<>();
  private final CountDownLatch death = new CountDownLatch(1);
  private @Nullable Runnable onDeath;

  private Life(int last, boolean isBefore) {
    this.last = last;
    this.isBefore = isBefore;
  }

  /** A life without an end. */
  public static Life endless() {
    return new Life(Integer.MAX_VALUE, true);
  }

  /**
   * A life that ends at a side effect.
   *
   * @param last its number, from 1
   * @param isBefore whether it ends before the effect has happened, or just after it
   */
  public static Life until(int last, boolean isBefore) {
    return new Life(last, isBefore);
  }

  /** What is done at the moment of death: nothing reaches the worker any more. */
  synchronized void onDeath(Runnable action) {
    onDeath = action;
  }

  /** Lets an effect happen, or dies. */
  <T> T effect(String what, Effect<T> effect) {
    boolean isLast;
    synchronized (this) {
      living();
      effects.add(what);
      isLast = effects.size() == last;
      if (isLast && isBefore) {
        die();
        throw new Crash("before " + what);
      }
    }
    T result = effect.happen();
    synchronized (this) {
      if (isLast) {
        die();
      }
      if (isLast || isOver()) {
        throw new Crash("after " + what);
      }
    }
    return result;
  }

  /** Dies, if the worker is dead. */
  void living() {
    if (isOver()) {
      throw new Crash("and is no more");
    }
  }

  private void die() {
    death.countDown();
    if (onDeath != null) {
      onDeath.run();
    }
  }

  public boolean isOver() {
    return death.getCount() == 0;
  }

  /** Waits for its end. */
  public boolean awaitEnd(long millis) throws InterruptedException {
    return death.await(millis, TimeUnit.MILLISECONDS);
  }

  /** What has happened, in order; the last one may have been prevented. */
  public synchronized List<String> effects() {
    return List.copyOf(effects);
  }
}
