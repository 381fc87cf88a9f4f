package io.patchwork.worker;

import io.patchwork.common.process.SiblingJvm;
import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.QueueBridge;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.jobs.Quarantine;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Quarantine in a second JVM of this program. The settings and the delivery go to it over a pipe,
 * and what it publishes comes back: it has no session with the broker. Thread-safe.
 */
final class QuarantineJvm implements Quarantine {

  private static final Logger LOG = LoggerFactory.getLogger(QuarantineJvm.class);

  /** Exit codes of a process that somebody stopped, by SIGINT or SIGTERM. */
  private static final Set<Integer> STOPPED = Set.of(130, 143);

  private static final int KILLED = 137;

  /** From the end of what it says to its own. */
  private static final Duration END = Duration.ofSeconds(30);

  /** Each has a heap of its own: what a lost worker had in hand is handled one after the other. */
  private final Semaphore turns = new Semaphore(1);

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
    turns.acquire();
    SiblingJvm jvm;
    try {
      jvm = SiblingJvm.start(MAIN);
    } catch (IOException e) {
      turns.release();
      throw e;
    }
    try (jvm) {
      CompletableFuture<QueueBridge.Progress> progress = new CompletableFuture<>();
      Thread.ofVirtual().name("quarantine").start(() -> progress.complete(bridge(delivery, jvm)));
      QueueBridge.Progress reached = progress.get();
      // It ends by itself when its input does, and is killed if it does not.
      jvm.closeInput();
      boolean hasEnded = jvm.process().waitFor(END.toSeconds(), TimeUnit.SECONDS);
      int code = hasEnded ? jvm.process().exitValue() : KILLED;
      if (reached == QueueBridge.Progress.NOT_BEGUN || STOPPED.contains(code)) {
        throw new IOException("a process in quarantine ended with " + code + " by itself");
      }
      return reached == QueueBridge.Progress.SETTLED || code == 0
          ? new End.Handled()
          : new End.Died("its process ended with " + code + " while the worker lived");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      turns.release();
      clean(jvm);
    }
  }

  /** Only now that the process has ended; what another worker deletes meanwhile is gone, too. */
  private void clean(SiblingJvm jvm) {
    Scratch.of(config.directory(), jvm.process().pid()).close();
  }

  private QueueBridge.Progress bridge(Delivery delivery, SiblingJvm jvm) {
    try {
      DataOutputStream out = new DataOutputStream(jvm.process().getOutputStream());
      byte[] settings = Json.bytes(config);
      out.writeInt(settings.length);
      out.write(settings);
      out.flush();
      return new QueueBridge(queue, delivery, jvm.process().getInputStream(), out).run();
    } catch (IOException | RuntimeException ended) {
      LOG.atWarn().setCause(ended).log("a process in quarantine cannot be spoken to");
      return QueueBridge.Progress.NOT_BEGUN;
    }
  }
}
