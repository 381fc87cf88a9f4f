package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.deletion.DeletionReport.Deletion;
import io.patchwork.worker.artifact.AtOnce;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Deletes objects with all their versions: first what names others, so that no document claims what
 * is gone; last the index by which they are found, so that a repeat after a failure finds the rest.
 * Thread-safe.
 */
final class Sweep {

  private static final int AT_ONCE = 64;

  private final ObjectStore store;

  Sweep(ObjectStore store) {
    this.store = store;
  }

  /**
   * Deletes objects; those that are gone already are no failure.
   *
   * @param isStill asked right before each of them: a pointer may have moved since it was found
   * @param progress is told how many are gone, now and then
   * @return keys of which earlier versions stay in the bucket
   */
  List<ObjectKey> delete(
      List<Deletion> deletions, Predicate<ObjectKey> isStill, LongConsumer progress)
      throws Failure, InterruptedException {
    SortedMap<Integer, List<ObjectKey>> ranks = new TreeMap<>();
    for (Deletion each : deletions) {
      ObjectKey key = new ObjectKey(each.key());
      ranks.computeIfAbsent(rank(key.value()), _ -> new ArrayList<>()).add(key);
    }
    List<ObjectKey> withVersions = new ArrayList<>();
    long done = 0;
    for (List<ObjectKey> keys : ranks.values()) {
      for (int from = 0; from < keys.size(); from += AT_ONCE) {
        List<ObjectKey> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
        List<Boolean> gone =
            AtOnce.all(
                some.stream()
                    .<AtOnce.Task<Boolean>>map(key -> () -> !isStill.test(key) || store.erase(key))
                    .toList());
        for (int i = 0; i < some.size(); i++) {
          if (!gone.get(i)) {
            withVersions.add(some.get(i));
          }
        }
        done += some.size();
        progress.accept(done);
      }
    }
    return withVersions;
  }

  private static int rank(String key) {
    // A plan without a record of its end is work under way, which would be ended once more.
    if (key.endsWith("/plan.json")) {
      return 0;
    }
    if (key.startsWith(StoreLayout.USES)) {
      return 4;
    }
    boolean isPointer =
        key.startsWith(StoreLayout.JOBS)
            || key.startsWith(StoreLayout.OUTPUTS)
            || key.endsWith("/manifest.json")
            || key.endsWith("/latest.json")
            || key.endsWith("/result.json");
    return isPointer ? 1 : key.endsWith(".json") ? 2 : 3;
  }
}
