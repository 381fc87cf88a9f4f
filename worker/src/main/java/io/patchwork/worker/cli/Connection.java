package io.patchwork.worker.cli;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.worker.Queues;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.client.DeadLetters;
import io.patchwork.worker.client.JobClient;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A command's connection to its cluster; with {@code --local}, a cluster in this process. Ctrl-C
 * closes it, which kills child processes and deletes their files.
 */
final class Connection implements AutoCloseable {

  /** CloudEvents source of this command line's jobs. */
  static final String SOURCE = "patchwork:cli";

  private final WorkerConfig config;
  private final JobQueue queue;
  private final ObjectStore store;
  private final OwnWorkers workers;
  private final TemporaryFolder folder = new TemporaryFolder();
  private final Thread shutdownHook = new Thread(this::interrupted, "cleanup");
  private final AtomicBoolean isReleased = new AtomicBoolean();
  private volatile Supplier<List<String>> interruption = List::of;

  private Connection(WorkerConfig config, JobQueue queue, ObjectStore store, OwnWorkers workers) {
    this.config = config;
    this.queue = queue;
    this.store = store;
    this.workers = workers;
    Runtime.getRuntime().addShutdownHook(shutdownHook);
  }

  /** Connects; with {@code --local}, starts a worker in this process. */
  static Connection open(ClusterOptions options) throws IOException, InterruptedException {
    options.openLog();
    return openWithoutLog(options);
  }

  /** The same for a program that has a log of its own. */
  static Connection openWithoutLog(ClusterOptions options)
      throws IOException, InterruptedException {
    WorkerConfig config = options.config();
    ObjectStore store = Stores.open(config.store(), config);
    JobQueue queue = Queues.open(config, "patchwork command line");
    WorkerConfig withoutSandbox = options.config(Map.of("PATCHWORK_SANDBOX", "none"));
    OwnWorkers workers = new OwnWorkers(config, withoutSandbox, queue, store);
    if (options.isLocal()) {
      workers.start();
    }
    return new Connection(config, queue, store, workers);
  }

  WorkerConfig config() {
    return config;
  }

  JobQueue queue() {
    return queue;
  }

  ObjectStore store() {
    return store;
  }

  JobClient jobs() {
    return new JobClient(queue, store, InstantSource.system(), SOURCE);
  }

  DeadLetters deadLetters() {
    return new DeadLetters(queue);
  }

  OwnWorkers workers() {
    return workers;
  }

  /** A folder for temporary files, deleted on close. */
  TemporaryFolder folder() {
    return folder;
  }

  /**
   * Sets what is said if the command is interrupted from now on.
   *
   * @param lines called once the workers have stopped
   */
  void onInterruption(Supplier<List<String>> lines) {
    interruption = lines;
  }

  private void interrupted() {
    release(() -> {
      for (String line : interruption.get()) {
        System.err.println("patchwork: " + Terminal.plain(line));
      }
    });
  }

  /**
   * Releases everything, once.
   *
   * @param stopped called after the workers have stopped
   */
  private void release(Runnable stopped) {
    if (isReleased.compareAndSet(false, true)) {
      workers.close();
      stopped.run();
      folder.close();
      queue.close();
      store.close();
    }
  }

  @Override
  public void close() {
    release(() -> {});
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException shuttingDown) {
      assert isReleased.get();
    }
  }
}
