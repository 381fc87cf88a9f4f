package io.patchwork.worker.faults;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.testing.TestBroker;
import io.patchwork.common.testing.TestServices;
import io.patchwork.common.testing.TestStore;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.RealCluster;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.WorkerProcess;
import io.patchwork.worker.jobs.Workspaces;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A cluster for one trial: services of its own, and what its clients send and hear. */
final class TrialCluster implements AutoCloseable {

  private static final String SOURCE = "urn:promises";

  private final Path folder = Files.createTempDirectory("patchwork-promises");
  final TestBroker broker = TestServices.freshBroker();
  final TestStore s3 = TestServices.freshStore();
  final RealCluster cluster = new RealCluster(folder, broker.uri(), s3);
  final BlockingQueue<JobEvent> events = new LinkedBlockingQueue<>();
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private int sent;

  TrialCluster() throws Exception {
    cluster.listen("#", events::add);
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::close);
    cluster.close();
    broker.close();
    s3.close();
    Workspaces.delete(folder);
  }

  WorkerProcess worker(int slots) throws Exception {
    return worker(Map.of("PATCHWORK_SLOTS", "" + slots));
  }

  WorkerProcess worker(Map<String, String> settings) throws Exception {
    WorkerProcess worker = cluster.worker("worker-" + sent++, settings);
    workers.add(worker);
    return worker;
  }

  Path clip(String name, int seconds, String size) throws Exception {
    return TestMedia.video(folder.resolve(name + ".mp4"), seconds, size, "25", 300 + sent++);
  }

  JobRef send(String id, String account, Job job) throws Exception {
    JobRef ref = new JobRef(new JobId(id), SOURCE, job.kind());
    Envelope envelope = new Envelope(ref.id(), SOURCE, null, Instant.now(), null, account);
    cluster.client().send(ref, MessageCodec.write(envelope, job)).close();
    return ref;
  }

  /** Sends short uploads, each of an account of its own; their ids. */
  List<String> sendUploads(String name, int count) throws Exception {
    Path clip = clip(name, 1, "320x180");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = name + i;
      send(id, id, cluster.ingest(id, "person", clip));
      ids.add(id);
    }
    return ids;
  }

  /** All events of its clients. */
  EventLog log() throws Exception {
    return EventLog.read(broker.uri(), cluster.prefix());
  }

  /** How many dead letters there are. */
  int letters() {
    return cluster.queue().deadLetters().size();
  }

  /** What became of jobs that are over. */
  Outcome outcome(List<String> ids) throws Exception {
    EventLog log = log();
    long completed =
        ids.stream().filter(id -> log.onlyEnd(id) instanceof JobEvent.Completed).count();
    long starts = ids.stream().mapToLong(log::starts).max().orElse(0);
    return new Outcome(completed, ids.size(), starts, log.idsOfManyBodies().size(), letters());
  }

  /** Notes what does not hold. */
  void expect(boolean holds, String promise) {
    if (!holds) {
      broken.add(promise);
    }
  }

  /** The promises that did not hold. */
  List<String> broken() {
    return broken;
  }

  /** The time at which an event of a kind of a job is heard. */
  long await(String id, Class<? extends JobEvent> kind) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    while (System.nanoTime() < end) {
      JobEvent event = events.poll(1, TimeUnit.SECONDS);
      if (event != null && event.job().id().value().equals(id)) {
        if (event instanceof JobEvent.Failed failed && kind != JobEvent.Failed.class) {
          throw new AssertionError(id + " failed: " + failed);
        }
        if (kind.isInstance(event)) {
          return System.nanoTime();
        }
      }
    }
    throw new AssertionError("nothing is heard of " + id);
  }

  JobEvent.Started startOf(String id) throws InterruptedException {
    while (true) {
      JobEvent event = events.poll(5, TimeUnit.MINUTES);
      if (event instanceof JobEvent.Started started && event.job().id().value().equals(id)) {
        return started;
      }
      if (event == null) {
        throw new AssertionError("no start of " + id);
      }
    }
  }

  static ObjectKey record(String id) {
    return StoreLayout.jobResult(new JobRef(new JobId(id), SOURCE, null));
  }

  /** Whether jobs have their ends in the store. */
  boolean areOver(List<String> ids) {
    return ids.stream().allMatch(id -> cluster.store().head(record(id)).isPresent());
  }

  void awaitRecords(List<String> ids) throws InterruptedException {
    for (String id : ids) {
      awaitRecord(id);
    }
  }

  /** Waits until nobody holds or waits for a turn. */
  void awaitQuiet() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!cluster.keys(StoreLayout.ADMISSION).isEmpty()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("left: " + cluster.keys(StoreLayout.ADMISSION));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  void awaitRecord(String id) throws InterruptedException {
    ObjectKey record = record(id);
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (cluster.store().head(record).isEmpty()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no end of " + id);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }
}
