package io.patchwork.worker.inventory;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.render.StoredRevisions.Visitor;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** All jobs that have objects in the store. Thread-safe. */
public final class StoredJobs {

  private static final int MAX_BYTES = 4 << 20;
  private static final String RECORD = "result.json";
  private static final String BINDING = "render.json";

  private final ObjectStore store;
  private final StoredRevisions revisions;

  public StoredJobs(ObjectStore store, StoredRevisions revisions) {
    this.store = store;
    this.revisions = revisions;
  }

  /**
   * A job.
   *
   * @param record how it ended; empty while it runs, or where that cannot be read
   * @param unread key of the record that cannot be read; null where there is none
   * @param render the revision that it asked for
   */
  public record StoredJob(
      List<StoredObject> objects,
      Optional<TerminalRecord> record,
      @Nullable ObjectKey unread,
      Optional<RenderRevision> render) {}

  /** Visits all jobs, in the order of their keys; lists the store once. */
  public void forEach(Visitor<StoredJob> visitor) throws Failure, InterruptedException {
    Batches<List<StoredObject>, StoredJob> jobs = new Batches<>(this::read, visitor);
    List<StoredObject> ofJob = new ArrayList<>();
    String prefix = "";
    try (Stream<StoredObject> objects = store.list(StoreLayout.JOBS)) {
      for (StoredObject object : (Iterable<StoredObject>) objects::iterator) {
        String key = object.key().value();
        String next = key.substring(0, key.indexOf('/', StoreLayout.JOBS.length()) + 1);
        if (!next.equals(prefix) && !ofJob.isEmpty()) {
          jobs.add(List.copyOf(ofJob));
          ofJob.clear();
        }
        prefix = next;
        ofJob.add(object);
      }
    }
    if (!ofJob.isEmpty()) {
      jobs.add(List.copyOf(ofJob));
    }
    jobs.finish();
  }

  private StoredJob read(List<StoredObject> objects) {
    Optional<ObjectKey> key = named(objects, RECORD);
    Optional<ObjectStore.Content> content = key.flatMap(each -> store.read(each, MAX_BYTES));
    Optional<TerminalRecord> record = content.flatMap(StoredJobs::parsed);
    return new StoredJob(
        objects,
        record,
        content.isPresent() && record.isEmpty() ? key.orElse(null) : null,
        named(objects, BINDING).flatMap(revisions::ofJob));
  }

  private static Optional<ObjectKey> named(List<StoredObject> objects, String name) {
    return objects.stream()
        .map(StoredObject::key)
        .filter(key -> key.value().endsWith("/" + name))
        .findFirst();
  }

  private static Optional<TerminalRecord> parsed(ObjectStore.Content content) {
    try {
      return Optional.of(Json.read(content.bytes(), TerminalRecord.class))
          .filter(TerminalRecord::isReadable);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
