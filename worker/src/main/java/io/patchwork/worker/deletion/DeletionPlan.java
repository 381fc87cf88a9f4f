package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.deletion.DeletionReport.Deletion;
import io.patchwork.schema.deletion.DeletionReport.HeldRender;
import io.patchwork.schema.deletion.DeletionReport.Kept;
import io.patchwork.schema.id.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be deleted, and what is kept and why; each key once, with the reason that was found
 * first. For one thread.
 */
public final class DeletionPlan {

  private final Map<ObjectKey, Deletion> deletions = new LinkedHashMap<>();
  private final Set<Sha256> digests = new LinkedHashSet<>();
  private final Map<String, Kept> kept = new LinkedHashMap<>();
  private final List<HeldRender> renders = new ArrayList<>();
  private final List<String> undecided = new ArrayList<>();

  void delete(StoredObject object, String why) {
    deletions.putIfAbsent(object.key(), new Deletion(object.key().value(), object.bytes(), why));
    if (object.sha256() != null) {
      digests.add(new Sha256(object.sha256()));
    }
  }

  void delete(List<StoredObject> objects, String why) {
    objects.forEach(object -> delete(object, why));
  }

  void keep(String what, String why, @Nullable Instant until) {
    kept.putIfAbsent(what, new Kept(what, why, until));
  }

  /** Notes keys that were deleted, but of which the bucket keeps earlier versions. */
  void keepVersions(List<ObjectKey> keys) {
    keys.forEach(key ->
        keep(
            key.value(),
            "The bucket keeps earlier versions of it, and this worker may not delete them; let a"
                + " lifecycle rule delete noncurrent versions.",
            null));
  }

  void hold(HeldRender render) {
    renders.add(render);
  }

  /** Notes what somebody must decide before anything is deleted. */
  void decide(String sentence) {
    undecided.add(sentence);
  }

  boolean isDeleted(ObjectKey key) {
    return deletions.containsKey(key);
  }

  /** Whether there is nothing to delete, to keep or to decide. */
  boolean isEmpty() {
    return deletions.isEmpty() && kept.isEmpty() && renders.isEmpty() && undecided.isEmpty();
  }

  /** All deletions. */
  public List<Deletion> deletions() {
    return List.copyOf(deletions.values());
  }

  /** Digests of what is deleted, as far as they were seen. */
  Set<Sha256> digests() {
    return Set.copyOf(digests);
  }

  public List<Kept> kept() {
    return List.copyOf(kept.values());
  }

  public List<HeldRender> renders() {
    return List.copyOf(renders);
  }

  /** Sentences about what nobody has decided. */
  public List<String> undecided() {
    return List.copyOf(undecided);
  }
}
