package io.patchwork.worker.capacity;

import io.patchwork.common.queue.Message;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.Cost;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.fetch.Manifests;
import io.patchwork.worker.jobs.ControlMessage;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real broker, a real S3 API and some workers as operators start them, whose processes, requests
 * and messages are counted.
 */
final class MeteredCluster implements AutoCloseable {

  private static final List<String> LAUNCHER = List.of("worker/bin/patchwork", "worker");
  private static final Pattern REQUESTS =
      Pattern.compile("patchwork_store_request_seconds_count\\{operation=\"(\\w+)\"} (\\S+)");
  private static final Pattern DELIVERIES =
      Pattern.compile("patchwork_job_deliveries_total\\{[^}]*} (\\S+)");

  private final RealCluster cluster;
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong eventBytes = new AtomicLong();
  private final AtomicLong jobNanos = new AtomicLong();

  /** Jobs that run, by id, with the time of their start; of the thread that hears events. */
  private final Map<String, Long> begun = new HashMap<>();

  private Cost reported = Cost.NONE;

  MeteredCluster(Path folder, int count) throws Exception {
    this.cluster = new RealCluster(folder);
    cluster
        .queue()
        .subscribeEvents(
            "#",
            message -> {
              events.incrementAndGet();
              eventBytes.addAndGet(message.body().length);
              time(message);
            });
    for (int i = 0; i < count; i++) {
      workers.add(
          new WorkerProcess(
              folder.resolve("worker-" + i),
              cluster.settings(Map.of("PATCHWORK_LOG", "WARN", "PATCHWORK_RETRY_DELAYS", "30m")),
              LAUNCHER));
    }
  }

  /** Adds the time of a job when it has ended. */
  private void time(Message message) {
    try {
      JobEvent event = MessageCodec.readEvent(message.body()).event();
      String job = event.job().id().value();
      if (event instanceof JobEvent.Started) {
        begun.putIfAbsent(job, System.nanoTime());
      } else if (event instanceof JobEvent.Terminal && begun.containsKey(job)) {
        jobNanos.addAndGet(System.nanoTime() - begun.remove(job));
      }
    } catch (InvalidMessage e) {
      throw new IllegalStateException("an event of a worker that cannot be read", e);
    }
  }

  /** Lets workers forget the files of some assets, so that they fetch them again. */
  void evict(List<Id> assets) throws Exception {
    List<Sha256> files = new ArrayList<>();
    Manifests manifests = new Manifests(cluster.store());
    for (Id asset : assets) {
      manifests.get(asset).manifest().artifacts().forEach(each -> files.add(each.sha256()));
    }
    Outbox outbox = new Outbox(cluster.queue(), new Metrics());
    ControlMessage.evict(files, outbox);
    outbox.flush();
  }

  RealCluster cluster() {
    return cluster;
  }

  /** Sends jobs at once and waits for all of them. */
  void complete(List<Job> jobs) throws Exception {
    List<PendingJob> sent = new ArrayList<>();
    for (Job job : jobs) {
      sent.add(cluster.client().send(job, "capacity"));
    }
    for (PendingJob pending : sent) {
      try (pending) {
        if (!(pending.await(_ -> {}) instanceof JobEvent.Completed done)) {
          throw new AssertionError("a job did not complete");
        }
        reported = reported.plus(Objects.requireNonNull(done.cost()));
      }
    }
  }

  /** What has been taken until now, the starts of the workers included. */
  Taken taken() throws Exception {
    double cpu = 0;
    long deliveries = 0;
    Map<Tier, Long> requests = new HashMap<>();
    for (WorkerProcess worker : workers) {
      cpu += ProcessTree.cpuSeconds(worker.pid());
      String metrics = worker.get("/metrics").body();
      for (Matcher found = REQUESTS.matcher(metrics); found.find(); ) {
        requests.merge(
            Tier.of(found.group(1)), (long) Double.parseDouble(found.group(2)), Long::sum);
      }
      for (Matcher found = DELIVERIES.matcher(metrics); found.find(); ) {
        deliveries += (long) Double.parseDouble(found.group(1));
      }
    }
    long keptBytes = 0;
    long keptObjects = 0;
    long segmentBytes = 0;
    long segmentObjects = 0;
    try (Stream<StoredObject> objects = cluster.store().list("")) {
      for (StoredObject object : (Iterable<StoredObject>) objects::iterator) {
        if (!object.key().value().startsWith(StoreLayout.UPLOADS)) {
          keptBytes += object.bytes();
          keptObjects++;
        }
        if (object.key().value().startsWith(StoreLayout.SEGMENTS)) {
          segmentBytes += object.bytes();
          segmentObjects++;
        }
      }
    }
    return new Taken(
        cpu,
        reported.cpuMillis() / 1e3,
        reported.fetchedBytes(),
        reported.storedBytes(),
        keptBytes,
        keptObjects,
        segmentBytes,
        segmentObjects,
        requests.getOrDefault(Tier.READ, 0L),
        requests.getOrDefault(Tier.WRITE, 0L),
        requests.getOrDefault(Tier.DELETE, 0L),
        deliveries,
        events.get(),
        eventBytes.get(),
        jobNanos.get() / 1e9);
  }

  /** How S3 bills a request. */
  private enum Tier {
    READ,
    WRITE,
    DELETE;

    static Tier of(String operation) {
      return operation.startsWith("Get") || operation.startsWith("Head")
          ? READ
          : operation.startsWith("Delete") ? DELETE : WRITE;
    }
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::close);
    cluster.close();
  }
}
