package io.patchwork.worker.cli;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.worker.Worker;
import io.patchwork.worker.WorkerConfig;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private final List<Worker> withoutLanes = new CopyOnWriteArrayList<>();
  private @Nullable Worker started;

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
  Worker withoutLanes() throws IOException, InterruptedException {
    return started != null ? started : withoutLanes(withoutSandbox);
  }

  /** The same with the configured sandbox. */
  Worker sandboxedWithoutLanes() throws IOException, InterruptedException {
    return started != null ? started : withoutLanes(config);
  }

  private Worker withoutLanes(WorkerConfig own) throws IOException, InterruptedException {
    Worker worker = worker(own);
    withoutLanes.add(worker);
    return worker;
  }

  private Worker worker(WorkerConfig own) throws IOException, InterruptedException {
    return new Worker(own, queue, store, InstantSource.system(), System.err::println);
  }

  @Override
  public void close() {
    if (started != null) {
      started.stopNow();
    }
    withoutLanes.forEach(Worker::close);
  }
}
