package io.patchwork.worker.jobs;

import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Cancelled;
import io.patchwork.worker.failure.Failure.Interrupted;
import io.patchwork.worker.failure.Failure.LostLease;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The jobs that this worker is at, and how to stop them. Thread-safe. */
public final class RunningJobs {

  private final Set<Running> running = ConcurrentHashMap.newKeySet();

  /** One job in the hands of one thread. */
  final class Running implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private @Nullable Supplier<Failure> stop;
    private @Nullable WorkItem item;
    private boolean isUninterruptible;

    synchronized void is(WorkItem known) {
      item = known;
    }

    /** Interrupts the job, unless it is over and only its message is being settled. */
    synchronized void stop(Supplier<Failure> why) {
      if (stop == null && !isUninterruptible) {
        stop = why;
        thread.interrupt();
      }
    }

    /** From now on nothing interrupts; why it was stopped, if it was. */
    @SuppressWarnings("ReturnValueIgnored") // the flag is cleared, its value does not matter
    synchronized Optional<Failure> makeUninterruptible() {
      isUninterruptible = true;
      Thread.interrupted();
      return Optional.ofNullable(stop).map(Supplier::get);
    }

    /** Asks the assignment outside the lock: it may have to look into the store. */
    boolean belongsTo(String jobHash) {
      @Nullable WorkItem known;
      synchronized (this) {
        known = item;
      }
      return known != null && known.belongsTo(jobHash);
    }

    @Override
    public void close() {
      running.remove(this);
      synchronized (RunningJobs.this) {
        RunningJobs.this.notifyAll();
      }
    }
  }

  Running add() {
    Running job = new Running();
    running.add(job);
    return job;
  }

  void loseLease(Running job) {
    job.stop(LostLease::new);
  }

  /** Stops what belongs to a job that was cancelled. */
  public void cancel(String jobHash) {
    running.stream().filter(job -> job.belongsTo(jobHash)).forEach(job -> job.stop(Cancelled::new));
  }

  /** Stops everything: the messages go back unchanged. */
  public void interrupt() {
    running.forEach(job -> job.stop(Interrupted::new));
  }

  public int count() {
    return running.size();
  }

  /**
   * Waits until nothing runs.
   *
   * @return whether that came true in time
   */
  public synchronized boolean awaitNone(java.time.Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!running.isEmpty()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
