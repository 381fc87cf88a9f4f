package io.patchwork.worker.fanout;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.worker.cluster.JsonObjects;
import io.patchwork.worker.cluster.StoreLayout;
import io.patchwork.worker.failure.Failure.Fault;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the store knows of one fan-out: which of its tasks are done. Thread-safe. */
final class Markers {

  private static final int MAX_BYTES = 16 << 20;

  private final ObjectStore store;
  private final JsonObjects documents;
  private final String folder;

  /** The round that the one watchdog is in. */
  private record Round(int round) {}

  Markers(ObjectStore store, String folder) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
    this.folder = folder;
  }

  /** Marks a task as done; whether this was the first to say so. */
  boolean mark(String task, Object kept) {
    return documents.putIfAbsent(StoreLayout.marker(folder, task), kept);
  }

  void unmark(String task) {
    store.delete(StoreLayout.marker(folder, task));
  }

  boolean isMarked(String task) {
    return store.head(StoreLayout.marker(folder, task)).isPresent();
  }

  /** What was kept of a task. */
  <T> Optional<T> kept(String task, Class<T> type) {
    return documents.read(StoreLayout.marker(folder, task), type);
  }

  /** The tasks that are done, by their ids. */
  Set<String> marked() {
    String prefix = StoreLayout.markers(folder);
    try (Stream<StoredObject> markers = store.list(prefix)) {
      Set<String> tasks = new LinkedHashSet<>();
      markers
          .map(marker -> marker.key().value().substring(prefix.length()))
          // Some S3-compatible stores list an object under a temporary name while it is put.
          .filter(Task::isId)
          .forEach(tasks::add);
      return tasks;
    }
  }

  /**
   * Notes which tasks were done before the start, the first time; later the note stands.
   *
   * @return those that the note names
   */
  Set<String> noteFound(Collection<String> tasks) {
    documents.putIfAbsent(StoreLayout.found(folder), List.copyOf(tasks));
    return found();
  }

  Set<String> found() {
    return documents
        .read(StoreLayout.found(folder), String[].class)
        .<Set<String>>map(tasks -> new LinkedHashSet<>(List.of(tasks)))
        .orElseGet(Set::of);
  }

  /** Notes that all tasks are done; whether this was the first to say so. */
  boolean markComplete() {
    return documents.putIfAbsent(StoreLayout.complete(folder), Map.of());
  }

  void unmarkComplete() {
    store.delete(StoreLayout.complete(folder));
  }

  /** Begins a round of the watchdog, which ends those before. */
  int nextRound() throws Fault {
    ObjectKey key = StoreLayout.watchdog(folder);
    int[] round = new int[1];
    documents.move(
        key,
        Round.class,
        present -> {
          round[0] = present.map(Round::round).orElse(0) + 1;
          return Optional.of(new Round(round[0]));
        });
    return round[0];
  }

  /**
   * Ends a round of the watchdog and begins the next.
   *
   * @param isRedelivered whether somebody may have ended it and died
   * @return whether the next round is to be sent; not by a watchdog that another one has replaced
   */
  boolean endRound(int round, boolean isRedelivered) throws Fault {
    ObjectKey key = StoreLayout.watchdog(folder);
    return documents.move(
            key,
            Round.class,
            present -> present.filter(now -> now.round == round).map(now -> new Round(round + 1)))
        || (isRedelivered
            && documents.read(key, Round.class).filter(now -> now.round == round + 1).isPresent());
  }
}
