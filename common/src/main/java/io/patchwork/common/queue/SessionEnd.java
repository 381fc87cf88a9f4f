package io.patchwork.common.queue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The end of a session, which occurs once, whichever connection breaks first. Thread-safe. */
final class SessionEnd {

  private final Runnable leaving;
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch left = new CountDownLatch(1);

  /**
   * An end that has not occurred.
   *
   * @param leaving action at the end, on the thread that noticed it
   */
  SessionEnd(Runnable leaving) {
    this.leaving = leaving;
  }

  void come() {
    if (over.compareAndSet(false, true)) {
      leaving.run();
      left.countDown();
    }
  }

  boolean isOver() {
    return over.get();
  }

  void await() throws InterruptedException {
    left.await();
  }

  boolean await(long seconds) throws InterruptedException {
    return left.await(seconds, TimeUnit.SECONDS);
  }
}
