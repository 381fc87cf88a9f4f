package io.patchwork.worker.cli;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.worker.Queues;
import io.patchwork.worker.Stores;
import io.patchwork.worker.Worker;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.admin.AdminServer;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code patchwork worker}. */
@Command(name = "worker", description = "Process jobs until SIGTERM, then drain and exit.")
final class WorkerCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Concurrent jobs per lane (default: PATCHWORK_SLOTS, or the number of cores).")
  private @Nullable Integer slots;

  @Override
  public Integer call() throws Exception {
    if (cluster.isLocal()) {
      throw CommandFailed.usage(
          "With --local a command does its jobs itself; a worker needs a broker.");
    }
    logAtInfo();
    WorkerConfig config = slots == null ? cluster.config() : cluster.config().withSlots(slots);
    ObjectStore store = Stores.open(config.store(), config);
    store.check();
    JobQueue queue = Queues.open(config, "patchwork worker");
    Worker worker = new Worker(config, queue, store, InstantSource.system(), System.err::println);
    AdminServer admin =
        new AdminServer(
            InetAddress.getLoopbackAddress(),
            config.adminPort(),
            worker.metrics(),
            worker::notReady);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> shutDown(worker, admin, queue, store, ended), "drain"));
    worker.start();
    System.err.println(
        "patchwork worker ready; health, readiness and metrics on port " + admin.port());
    ended.await();
    return 0;
  }

  private static void shutDown(
      Worker worker, AdminServer admin, JobQueue queue, ObjectStore store, CountDownLatch ended) {
    try {
      boolean isQuiet = worker.drain();
      LoggerFactory.getLogger(WorkerCommand.class)
          .atInfo()
          .addKeyValue("quiet", isQuiet)
          .log("worker stops");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      admin.close();
      queue.close();
      worker.close();
      store.close();
      ended.countDown();
    }
  }

  /** Sets the log level of a worker to INFO; other commands log only warnings. */
  private static void logAtInfo() {
    if (LoggerFactory.getLogger("io.patchwork") instanceof ch.qos.logback.classic.Logger logger
        && System.getenv("PATCHWORK_LOG") == null) {
      logger.setLevel(ch.qos.logback.classic.Level.INFO);
    }
  }
}
