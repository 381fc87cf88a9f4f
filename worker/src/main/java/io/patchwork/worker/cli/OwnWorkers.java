package io.patchwork.worker.cli;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.worker.Worker;
import io.patchwork.worker.WorkerConfig;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The workers in a command's process: with {@code --local} one that runs its jobs, and others
 * without lanes, whose parts the command calls.
 */
final class OwnWorkers implements AutoCloseable {

  private final WorkerConfig config;
  private final WorkerConfig withoutSandbox;
  private final JobQueue queue;
  private final ObjectStore store;
  private @Nullable Worker started;
  private @Nullable Worker unsandboxed;
  private @Nullable Worker sandboxed;

  OwnWorkers(WorkerConfig config, WorkerConfig withoutSandbox, JobQueue queue, ObjectStore store) {
    this.config = config;
    this.withoutSandbox = withoutSandbox;
    this.queue = queue;
    this.store = store;
  }

  /** Starts the worker that consumes jobs. */
  void start() throws IOException, InterruptedException {
    Worker worker = worker(config);
    worker.start();
    started = worker;
  }

  /**
   * The started worker, or one that consumes no lane. It may have no sandbox, so do not decode with
   * it.
   */
  synchronized Worker withoutLanes() throws IOException, InterruptedException {
    if (started != null) {
      return started;
    }
    if (unsandboxed == null) {
      unsandboxed = worker(withoutSandbox);
    }
    return unsandboxed;
  }

  /** The same with the configured sandbox. */
  synchronized Worker sandboxedWithoutLanes() throws IOException, InterruptedException {
    if (started != null) {
      return started;
    }
    if (sandboxed == null) {
      sandboxed = worker(config);
    }
    return sandboxed;
  }

  private Worker worker(WorkerConfig own) throws IOException, InterruptedException {
    return new Worker(own, queue, store, InstantSource.system(), System.err::println);
  }

  @Override
  public synchronized void close() {
    if (started != null) {
      started.stopNow();
    }
    if (unsandboxed != null) {
      unsandboxed.close();
    }
    if (sandboxed != null) {
      sandboxed.close();
    }
  }
}
