package io.patchwork.worker.cli;

import com.rabbitmq.client.impl.AMQImpl;
import io.patchwork.common.config.Environment;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.RabbitJobQueue;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.worker.Queues;
import io.patchwork.worker.Stores;
import io.patchwork.worker.Worker;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.admin.AdminServer;
import io.patchwork.worker.telemetry.JvmMetrics;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The main class of the training run whose loaded classes make the cache of commands and workers
 * (JEP 514): a command on a cluster that is not there, an ingest without servers, and a worker that
 * waits for its broker.
 */
public final class TrainingRun {

  private static final String SAMPLE = "/io/patchwork/worker/sandboxedjvm/child/sample.jpg";

  private TrainingRun() {}

  /**
   * Runs them.
   *
   * @param folder an empty folder; the environment has a worker's settings
   */
  public static void main(String[] folder) throws Exception {
    Path work = Files.createDirectories(Path.of(folder[0]));
    var _ = PatchworkCommand.commandLine().execute("doctor", "--json");
    Path picture = work.resolve("sample.jpg");
    try (InputStream sample = TrainingRun.class.getResourceAsStream(SAMPLE)) {
      Files.copy(Objects.requireNonNull(sample), picture, StandardCopyOption.REPLACE_EXISTING);
    }
    var _ =
        PatchworkCommand.commandLine()
            .execute("ingest", "--local", work.resolve("cuts").toString(), picture.toString());
    worker();
    initialize(AMQImpl.class);
    // Threads that still wait for the broker would keep it from ending.
    System.exit(0);
  }

  private static void worker() throws Exception {
    WorkerConfig config = WorkerConfig.cluster(new Environment(System.getenv()));
    Metrics metrics = new Metrics();
    JvmMetrics.read(metrics);
    try (ObjectStore store = Stores.open(config.store(), config, metrics);
        JobQueue queue = Queues.open(config, "training", RabbitJobQueue.Start.WHEN_REACHED);
        Worker worker =
            new Worker(config, queue, store, InstantSource.system(), sentence -> {}, metrics);
        AdminServer admin =
            new AdminServer(InetAddress.getLoopbackAddress(), 0, metrics, worker::notReady)) {
      URLConnection scrape =
          URI.create("http://127.0.0.1:" + admin.port() + "/metrics").toURL().openConnection();
      try (InputStream text = scrape.getInputStream()) {
        text.readAllBytes();
      }
    }
  }

  /** The methods of AMQP, which only a broker would make it load. */
  private static void initialize(Class<?> type) throws ClassNotFoundException {
    var _ = Class.forName(type.getName());
    for (Class<?> nested : type.getDeclaredClasses()) {
      initialize(nested);
    }
  }
}
