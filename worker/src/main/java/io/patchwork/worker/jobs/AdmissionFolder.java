package io.patchwork.worker.jobs;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.JobRef;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.UnusableDocument;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of one account and lane: one for each job that was admitted, and one for each that
 * waits. Thread-safe.
 */
final class AdmissionFolder {

  private static final Logger LOG = LoggerFactory.getLogger(AdmissionFolder.class);

  private static final String RUNNING = "running-";
  private static final String WAITING = "waiting-";
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

  /** Whether a key is a job's, in any folder. */
  static boolean isOf(ObjectKey key, String jobHash) {
    return key.value().endsWith("-" + jobHash);
  }

  /** Whether a key is that of a waiting job, in any folder. */
  static boolean isWaiting(ObjectKey key, String jobHash) {
    return isOf(key, jobHash) && key.value().contains("/" + WAITING);
  }

  /**
   * What is there; whoever adds something may note it here.
   *
   * @param running hashes of the admitted jobs, with the time of their admission
   * @param waiting names of the waiting ones, in the order of their messages' times
   * @param watchdog when a watchdog was sent, if one is on its way
   */
  record Listing(
      Map<String, Instant> running, Map<String, ObjectKey> waiting, Optional<Instant> watchdog) {}

  Listing list() {
    Map<String, Instant> running = new LinkedHashMap<>();
    Map<String, ObjectKey> waiting = new LinkedHashMap<>();
    Optional<Instant> watchdog = Optional.empty();
    try (Stream<StoredObject> objects = store.list(prefix)) {
      for (StoredObject object : (Iterable<StoredObject>) objects::iterator) {
        String name = object.key().value().substring(prefix.length());
        if (name.startsWith(RUNNING)) {
          running.put(name.substring(RUNNING.length()), object.modified());
        } else if (name.startsWith(WAITING)) {
          waiting.put(name.substring(name.lastIndexOf('-') + 1), object.key());
        } else if (name.equals(WATCHDOG)) {
          watchdog = Optional.of(object.modified());
        }
      }
    }
    return new Listing(running, waiting, watchdog);
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

  /** The key under which a job waits; in the order of keys, those that were sent first go first. */
  ObjectKey waitingKey(JobRef job, Instant sent) {
    String time = String.format(Locale.ROOT, "%015d", Math.max(0, sent.toEpochMilli()));
    return new ObjectKey(prefix + WAITING + time + "-" + StoreLayout.jobHash(job));
  }

  /** Keeps a job's message until the job is admitted. */
  void putWaiting(ObjectKey key, WaitingJob job) {
    documents.putIfAbsent(key, job);
  }

  /** A job that waits; empty if it does no more, or if its document cannot be read. */
  Optional<WaitingJob> waiting(ObjectKey key) {
    try {
      return documents.read(key, WaitingJob.class);
    } catch (UnusableDocument e) {
      // The others do not wait for it.
      LOG.atError().setCause(e).log("a waiting job cannot be read");
      return Optional.empty();
    }
  }

  void deleteWaiting(ObjectKey key) {
    store.delete(key);
  }

  WatchdogRounds watchdog() {
    return new WatchdogRounds(store, new ObjectKey(prefix + WATCHDOG));
  }
}
