package io.patchwork.worker.jobs;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.JobRef;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects of one account and lane: one for each job that was admitted, and one for each that
 * waits. Thread-safe.
 */
final class AdmissionFolder {

  private static final String RUNNING = "running/";
  private static final String WAITING = "waiting/";
  private static final String WATCHDOG = "watchdog.json";

  /** A message has at most 64 KiB, and base64 makes four characters of three bytes. */
  private static final int MAX_BYTES = 256 << 10;

  private final ObjectStore store;
  private final JsonObjects documents;
  private final String prefix;

  AdmissionFolder(ObjectStore store, AccountLane accountLane) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
    this.prefix = StoreLayout.admission(accountLane.lane(), accountLane.account());
  }

  /**
   * What is there.
   *
   * @param running hashes of the admitted jobs, with the time of their admission
   * @param waiting names of the waiting ones, in the order of their messages' times
   * @param isWatched whether a watchdog is on its way
   */
  record Listing(Map<String, Instant> running, Map<String, ObjectKey> waiting, boolean isWatched) {}

  Listing list() {
    Map<String, Instant> running = new LinkedHashMap<>();
    Map<String, ObjectKey> waiting = new LinkedHashMap<>();
    boolean isWatched = false;
    try (Stream<StoredObject> objects = store.list(prefix)) {
      for (StoredObject object : (Iterable<StoredObject>) objects::iterator) {
        String name = object.key().value().substring(prefix.length());
        if (name.startsWith(RUNNING)) {
          running.put(name.substring(RUNNING.length()), object.modified());
        } else if (name.startsWith(WAITING)) {
          waiting.put(name.substring(name.lastIndexOf('-') + 1), object.key());
        } else {
          isWatched = true;
        }
      }
    }
    return new Listing(running, waiting, isWatched);
  }

  /** Notes that a job is admitted; returns whether this call was the first. */
  boolean putRunning(JobRef job) {
    return documents.putIfAbsent(running(StoreLayout.jobHash(job)), job);
  }

  Optional<JobRef> running(String jobHash, Class<JobRef> type) {
    return documents.read(running(jobHash), type);
  }

  void deleteRunning(String jobHash) {
    store.delete(running(jobHash));
  }

  private ObjectKey running(String jobHash) {
    return new ObjectKey(prefix + RUNNING + jobHash);
  }

  /** Keeps a job's message until the job is admitted. */
  void putWaiting(WaitingJob job, Instant sent) {
    String time = String.format(Locale.ROOT, "%015d", Math.max(0, sent.toEpochMilli()));
    ObjectKey key = new ObjectKey(prefix + WAITING + time + "-" + StoreLayout.jobHash(job.job()));
    documents.putIfAbsent(key, job);
  }

  Optional<WaitingJob> waiting(ObjectKey key) {
    return documents.read(key, WaitingJob.class);
  }

  void deleteWaiting(ObjectKey key) {
    store.delete(key);
  }

  WatchdogRounds watchdog() {
    return new WatchdogRounds(store, new ObjectKey(prefix + WATCHDOG));
  }
}
