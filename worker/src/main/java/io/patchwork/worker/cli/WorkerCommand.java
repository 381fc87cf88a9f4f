package io.patchwork.worker.cli;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.RabbitJobQueue;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.worker.Queues;
import io.patchwork.worker.Stores;
import io.patchwork.worker.Worker;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.WorkerLog;
import io.patchwork.worker.admin.AdminServer;
import io.patchwork.worker.telemetry.JvmMetrics;
import io.patchwork.worker.telemetry.Traces;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
    WorkerConfig config =
        cluster.config(slots == null ? Map.of() : Map.of("PATCHWORK_SLOTS", slots.toString()));
    Consumer<String> say = WorkerLog.open(config, Worker.name());
    AutoCloseable traces = Traces.start(Worker.name());
    Metrics metrics = new Metrics();
    JvmMetrics.read(metrics);
    ObjectStore store = Stores.open(config.store(), config, metrics);
    store.check();
    JobQueue queue = Queues.open(config, "patchwork worker", RabbitJobQueue.Start.WHEN_REACHED);
    Worker worker = new Worker(config, queue, store, InstantSource.system(), say, metrics);
    AdminServer admin =
        new AdminServer(config.adminAddress(), config.adminPort(), metrics, worker::notReady);
    CompletableFuture<Boolean> drained = new CompletableFuture<>();
    var _ = new StopSignals(() -> drained.complete(drain(worker)), worker::interrupt);
    say.accept("patchwork worker: health, readiness and metrics on port " + admin.port());
    worker.startWhenAvailable(() -> say.accept("patchwork worker ready"));
    boolean isQuiet = drained.join();
    admin.close();
    queue.close();
    worker.close();
    store.close();
    traces.close();
    LoggerFactory.getLogger(WorkerCommand.class)
        .atInfo()
        .addKeyValue("quiet", isQuiet)
        .log("worker stops");
    return 0;
  }

  private static boolean drain(Worker worker) {
    try {
      return worker.drain();
    } catch (InterruptedException | RuntimeException e) {
      LoggerFactory.getLogger(WorkerCommand.class).atError().setCause(e).log("drain");
      return false;
    }
  }
}
