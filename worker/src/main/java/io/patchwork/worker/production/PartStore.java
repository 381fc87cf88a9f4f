package io.patchwork.worker.production;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.layout.StoreLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the store knows of the parts of long sources until they are joined. Thread-safe. */
final class PartStore {

  private static final int MAX_BYTES = 16 << 20;
  private static final String JSON = "application/json";

  private final ObjectStore store;

  PartStore(ObjectStore store) {
    this.store = store;
  }

  private boolean putIfAbsent(ObjectKey key, Object document) {
    byte[] bytes = Json.bytes(document);
    return store.putIfAbsent(key, Upload.of(bytes, JSON, Sha256.of(bytes).hex())).created();
  }

  /** Stores a plan, unless the job has one; the one that it has. */
  PartPlan plan(JobRef job, PartPlan plan) {
    putIfAbsent(StoreLayout.partPlan(job), plan);
    return plan(job).orElse(plan);
  }

  /** The plan of a job; none once what was kept for it has been deleted. */
  Optional<PartPlan> plan(JobRef job) {
    return store
        .read(StoreLayout.partPlan(job), MAX_BYTES)
        .map(content -> Json.read(content.bytes(), PartPlan.class));
  }

  /** Marks a part as there; whether this was the first to say so. */
  boolean mark(JobRef job, int position, Findings kept) {
    return putIfAbsent(StoreLayout.partMarker(job, position), kept);
  }

  void unmark(JobRef job, int position) {
    store.delete(StoreLayout.partMarker(job, position));
  }

  /** The parts that are there, by their positions. */
  Set<Integer> marked(JobRef job) {
    String prefix = StoreLayout.partMarkers(job);
    try (Stream<StoredObject> markers = store.list(prefix)) {
      Set<Integer> positions = new TreeSet<>();
      markers
          .map(marker -> marker.key().value().substring(prefix.length()))
          // Some S3-compatible stores list an object under a temporary name while it is put.
          .filter(name -> name.matches("[0-9]{1,6}"))
          .forEach(name -> positions.add(Integer.valueOf(name)));
      return positions;
    }
  }

  /** What was kept of a part: artifacts whose roles are the names of what they belong to. */
  Optional<Findings> kept(JobRef job, int position) {
    return store
        .read(StoreLayout.partMarker(job, position), MAX_BYTES)
        .map(content -> Json.read(content.bytes(), Findings.class));
  }

  /** Deletes all that is kept for a job: the plan first, so that nobody goes on. */
  void clear(JobRef job) {
    store.delete(StoreLayout.partPlan(job));
    List<ObjectKey> keys;
    try (Stream<StoredObject> objects = store.list(StoreLayout.parts(job))) {
      keys = objects.map(StoredObject::key).toList();
    }
    keys.forEach(store::delete);
  }
}
