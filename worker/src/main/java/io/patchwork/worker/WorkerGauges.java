package io.patchwork.worker;

import io.patchwork.common.config.ProductVersion;
import io.patchwork.common.process.MemoryBudget;
import io.patchwork.common.process.Sandbox;
import io.patchwork.common.queue.Backlog;
import io.patchwork.common.queue.BrokerState;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.QueueUnavailable;
import io.patchwork.common.store.FetchCache;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.worker.jobs.LaneConsumers;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.jobs.RunningJobs;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What is read of a worker and its surroundings when somebody asks for metrics. Thread-safe. */
final class WorkerGauges {

  /** How old what the broker told may be: each worker of many is asked every few seconds. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final Metrics metrics;
  private final JobQueue queue;
  private final InstantSource clock;
  private @Nullable Backlog backlog;
  private Instant asked = Instant.MIN;

  WorkerGauges(Metrics metrics, JobQueue queue, InstantSource clock) {
    this.metrics = metrics;
    this.queue = queue;
    this.clock = clock;
  }

  /** What a worker is and has in hand. */
  void readWork(LaneConsumers consumers, RunningJobs running, Supplier<Optional<String>> notReady) {
    metrics.read(WorkerMetrics.READY, () -> notReady.get().isEmpty() ? 1 : 0);
    metrics.read(WorkerMetrics.JOBS_RUNNING, running::count);
    metrics.read(WorkerMetrics.JOB_OLDEST, () -> running.oldest().toSeconds());
    consumers
        .slots()
        .forEach((lane, slots) -> metrics.read(WorkerMetrics.SLOTS, () -> slots, lane.name()));
  }

  /** What its child processes are and may take. */
  void readChildren(Sandbox sandbox, MemoryBudget memory, String ffmpeg) {
    metrics.read(WorkerMetrics.BUILD, () -> 1, ProductVersion.TEXT, ffmpeg);
    metrics.read(WorkerMetrics.SANDBOX, () -> 1, sandbox.name());
    metrics.read(WorkerMetrics.CHILD_MEMORY_FREE, memory::free);
  }

  /** Its disk and what lies there. */
  void readDisk(Path folder, FetchCache files) {
    metrics.read(WorkerMetrics.DISK_FREE, () -> folder.toFile().getUsableSpace());
    metrics.read(WorkerMetrics.CACHE_LOOKUPS, files::hits, "files", "hit");
    metrics.read(WorkerMetrics.CACHE_LOOKUPS, files::misses, "files", "miss");
  }

  /** The broker and all lanes: those that no worker takes are told by the others. */
  void readBroker() {
    metrics.read(WorkerMetrics.BROKER_CONNECTED, () -> queue.state() == BrokerState.AWAY ? 0 : 1);
    metrics.read(WorkerMetrics.BROKER_BLOCKED, () -> queue.state() == BrokerState.BLOCKED ? 1 : 0);
    metrics.read(WorkerMetrics.DEAD_LETTERS, () -> told(Backlog::deadLetters));
    Lanes.ALL.forEach(this::readLane);
  }

  private void readLane(Lane lane) {
    metrics.read(
        WorkerMetrics.LANE_MESSAGES,
        () -> told(all -> all.waiting().getOrDefault(lane, 0L)),
        lane.name());
    metrics.read(
        WorkerMetrics.RETRIES_WAITING,
        () -> told(all -> all.resting().getOrDefault(lane, 0L)),
        lane.name());
  }

  /** NaN while the broker cannot be asked. */
  private synchronized Number told(ToLongFunction<Backlog> what) {
    Instant now = clock.instant();
    if (Duration.between(asked, now).compareTo(FRESH) > 0) {
      asked = now;
      backlog = asked();
    }
    return backlog == null ? Double.NaN : (Number) what.applyAsLong(backlog);
  }

  private @Nullable Backlog asked() {
    if (queue.state() == BrokerState.AWAY) {
      // To wait for it would hold up whoever asks for the other metrics.
      return null;
    }
    try {
      return queue.backlog();
    } catch (QueueUnavailable away) {
      return null;
    }
  }
}
