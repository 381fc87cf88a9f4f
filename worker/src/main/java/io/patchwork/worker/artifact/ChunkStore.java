package io.patchwork.worker.artifact;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.JobRef;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The chunk plans of long sources in the store, with their saved outputs. Thread-safe. */
final class ChunkStore {

  private static final int MAX_BYTES = 16 << 20;

  private final ObjectStore store;
  private final JsonObjects documents;

  ChunkStore(ObjectStore store) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
  }

  /** Stores a plan unless the job has one, and returns the job's plan. */
  ChunkPlan plan(JobRef job, ChunkPlan plan) {
    documents.putIfAbsent(StoreLayout.chunkPlan(job), plan);
    return plan(job).orElse(plan);
  }

  /** The plan of a job; empty once it has been deleted. */
  Optional<ChunkPlan> plan(JobRef job) {
    return documents.read(StoreLayout.chunkPlan(job), ChunkPlan.class);
  }

  /**
   * Deletes the plan and the saved outputs of a job: the plan first, so that no worker continues.
   */
  void clear(JobRef job) {
    store.delete(StoreLayout.chunkPlan(job));
    List<ObjectKey> keys;
    try (Stream<StoredObject> objects = store.list(StoreLayout.chunks(job))) {
      keys = objects.map(StoredObject::key).toList();
    }
    keys.forEach(store::delete);
  }
}
