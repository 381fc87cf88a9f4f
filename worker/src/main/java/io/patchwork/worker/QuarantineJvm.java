package io.patchwork.worker;

import io.patchwork.common.process.SiblingJvm;
import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.QueueBridge;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.jobs.Quarantine;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Quarantine in a second JVM of this program. The settings and the delivery go to it over a pipe,
 * and what it publishes comes back: it has no session with the broker. Thread-safe.
 */
final class QuarantineJvm implements Quarantine {

  /** Exit code of a process that could not begin: nothing is known of the job. */
  static final int NOT_STARTED = 4;

  /** By its name: it has a worker, and a worker has its quarantine. */
  private static final String MAIN = "io.patchwork.worker.QuarantinedWorker";

  private final WorkerConfig config;
  private final JobQueue queue;

  QuarantineJvm(WorkerConfig config, JobQueue queue) {
    this.config = config;
    this.queue = queue;
  }

  @Override
  public End handle(Delivery delivery) throws IOException, InterruptedException {
    SiblingJvm jvm = SiblingJvm.start(MAIN);
    try (jvm) {
      CompletableFuture<Boolean> settled = new CompletableFuture<>();
      Thread.ofVirtual().name("quarantine").start(() -> settled.complete(bridge(delivery, jvm)));
      if (settled.get()) {
        return new End.Handled();
      }
      int code = jvm.process().waitFor();
      return switch (code) {
        case 0 -> new End.Handled();
        case NOT_STARTED -> throw new IOException("a worker for quarantine does not start");
        default -> new End.Died("its process ended with " + code + " while the worker lived");
      };
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      // Only now that the process has ended.
      Scratch.of(config.directory(), jvm.process().pid()).close();
    }
  }

  private boolean bridge(Delivery delivery, SiblingJvm jvm) {
    try {
      DataOutputStream out = new DataOutputStream(jvm.process().getOutputStream());
      byte[] settings = Json.bytes(config);
      out.writeInt(settings.length);
      out.write(settings);
      out.flush();
      return new QueueBridge(queue, delivery, jvm.process().getInputStream(), out).run();
    } catch (IOException ended) {
      return false;
    }
  }
}
