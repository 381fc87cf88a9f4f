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
 * The workers in a command's own process: with {@code --local} the one that does its jobs, and
 * those that take no jobs and only lend their parts.
 */
final class OwnWorkers implements AutoCloseable {

  private final WorkerConfig config;
  private final JobQueue queue;
  private final ObjectStore store;
  private final List<Worker> withoutLanes = new CopyOnWriteArrayList<>();
  private @Nullable Worker started;

  OwnWorkers(WorkerConfig config, JobQueue queue, ObjectStore store) {
    this.config = config;
    this.queue = queue;
    this.store = store;
  }

  /** Starts the one that takes jobs. */
  void start() throws IOException, InterruptedException {
    Worker worker = worker(config);
    worker.start();
    started = worker;
  }

  /**
   * A worker that takes no jobs from any lane, or the one that was started. It may have no sandbox,
   * so nothing may be decoded with it.
   */
  Worker withoutLanes() throws IOException, InterruptedException {
    return started != null ? started : withoutLanes(config.withoutSandbox());
  }

  /** The same with a sandbox as it is configured. */
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
