package io.patchwork.worker.cli;

import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.QueueUnavailable;
import io.patchwork.common.queue.RabbitJobQueue;
import io.patchwork.common.queue.Topology;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.worker.Stores;
import io.patchwork.worker.Worker;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.layout.Lanes;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A command's connection to its cluster; with {@code --local}, the cluster itself. Ctrl-C closes
 * it: children are killed and their files deleted.
 */
final class Session implements AutoCloseable {

  /**
   * Nobody waits ten seconds for a retry on their own machine. Much shorter rests would have a
   * render looked after while it is at work, and work done twice.
   */
  private static final long HASTE = 10;

  private final WorkerConfig config;
  private final JobQueue queue;
  private final ObjectStore store;
  private final @Nullable Worker worker;
  private final List<Worker> idle = new CopyOnWriteArrayList<>();
  private final Thread hook = new Thread(this::release, "cleanup");
  private final AtomicBoolean isReleased = new AtomicBoolean();

  private Session(WorkerConfig config, JobQueue queue, ObjectStore store, @Nullable Worker worker) {
    this.config = config;
    this.queue = queue;
    this.store = store;
    this.worker = worker;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Connects; with {@code --local}, starts a worker in this process. */
  static Session open(Where where) throws IOException, InterruptedException {
    WorkerConfig config = where.config();
    ObjectStore store = Stores.open(config.store(), config);
    JobQueue queue = queue(config, "patchwork command line");
    if (!where.isLocal()) {
      return new Session(config, queue, store, null);
    }
    Worker worker = new Worker(config, queue, store, InstantSource.system(), System.err::println);
    worker.start();
    return new Session(config, queue, store, worker);
  }

  /** The queue that the configuration names, or one in this process. */
  static JobQueue queue(WorkerConfig config, String name) {
    Topology topology = Lanes.topology(config.prefix(), config.retryRests());
    Optional<URI> broker = config.broker();
    return broker.isEmpty()
        ? new InProcessJobQueue(topology, HASTE)
        : connect(broker.get(), topology, name);
  }

  private static JobQueue connect(URI broker, Topology topology, String name) {
    try {
      return new RabbitJobQueue(broker, topology, name, RandomGenerator.getDefault());
    } catch (QueueUnavailable e) {
      // With the address, but never with the password in it.
      throw new QueueUnavailable(
          e.getMessage()
              + " at "
              + broker.getHost()
              + (broker.getPort() < 0 ? "" : ":" + broker.getPort()),
          e);
    }
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

  JobClient client() {
    return new JobClient(queue, store, InstantSource.system());
  }

  /**
   * A worker whose parts can be used, closed with this: this process's own, or one that takes no
   * jobs. It may have no box, so nothing may be decoded with it.
   */
  Worker parts() throws IOException, InterruptedException {
    return worker != null ? worker : idle(config.withoutSandbox());
  }

  /** The same with a box as it is configured. */
  Worker boxed() throws IOException, InterruptedException {
    return worker != null ? worker : idle(config);
  }

  private Worker idle(WorkerConfig own) throws IOException, InterruptedException {
    Worker other = new Worker(own, queue, store, InstantSource.system(), System.err::println);
    idle.add(other);
    return other;
  }

  private void release() {
    if (isReleased.compareAndSet(false, true)) {
      if (worker != null) {
        worker.stopNow();
      }
      idle.forEach(Worker::close);
      queue.close();
      store.close();
    }
  }

  @Override
  public void close() {
    release();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      assert isReleased.get();
    }
  }
}
