package io.patchwork.worker.jobs;

import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Cancelled;
import io.patchwork.worker.failure.Failure.Interrupted;
import io.patchwork.worker.failure.Failure.LostLease;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The jobs that run in this worker, which can be stopped. Thread-safe. */
public final class RunningJobs {

  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  /** One job on its thread. */
  final class Running implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final long began = System.nanoTime();
    private @Nullable Supplier<Failure> stop;
    private @Nullable WorkItem item;
    private boolean isUninterruptible;

    /** Throws why the job was stopped, if it was. */
    synchronized void check() throws Failure {
      if (stop != null) {
        throw stop.get();
      }
    }

    synchronized void is(WorkItem workItem) {
      item = workItem;
    }

    /** Interrupts the job, unless it is over and only its message is left to acknowledge. */
    synchronized void stop(Supplier<Failure> why) {
      if (stop == null && !isUninterruptible) {
        stop = why;
        thread.interrupt();
      }
    }

    /** Ends interruptibility; returns why the job was stopped, if it was. */
    @SuppressWarnings("ReturnValueIgnored") // the flag is cleared, its value does not matter
    synchronized Optional<Failure> makeUninterruptible() {
      isUninterruptible = true;
      Thread.interrupted();
      return Optional.ofNullable(stop).map(Supplier::get);
    }

    /** Asks the work item outside the lock, because it may read from the store. */
    boolean belongsTo(String jobHash) {
      @Nullable WorkItem workItem;
      synchronized (this) {
        workItem = item;
      }
      return workItem != null && workItem.belongsTo(jobHash);
    }

    @Override
    public void close() {
      running.remove(this);
      synchronized (RunningJobs.this) {
        RunningJobs.this.notifyAll();
      }
    }
  }

  /** A job of this thread; stopped from the outset if no job may begin any more. */
  Running add() {
    Running job = new Running();
    running.add(job);
    if (isClosed) {
      job.stop(Interrupted::new);
    }
    return job;
  }

  /**
   * Lets no further job begin. A message can be on its way to its thread when its consumer is
   * cancelled: its job would begin after {@link #awaitNone} saw none.
   */
  public void close() {
    isClosed = true;
  }

  void loseLease(Running job) {
    job.stop(LostLease::new);
  }

  /** Stops all work that belongs to a cancelled job. */
  public void cancel(String jobHash) {
    running.stream().filter(job -> job.belongsTo(jobHash)).forEach(job -> job.stop(Cancelled::new));
  }

  /** Stops all jobs; their messages are requeued unchanged. */
  public void interrupt() {
    running.forEach(job -> job.stop(Interrupted::new));
  }

  public int count() {
    return running.size();
  }

  /** How long the oldest is at work; zero where none is. */
  public Duration oldest() {
    long now = System.nanoTime();
    return Duration.ofNanos(running.stream().mapToLong(job -> now - job.began).max().orElse(0));
  }

  /**
   * Waits until no job runs.
   *
   * @return false if the time ran out
   */
  public synchronized boolean awaitNone(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
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
