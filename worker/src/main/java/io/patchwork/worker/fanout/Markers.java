package io.patchwork.worker.fanout;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.Cost;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.jobs.WatchdogRounds;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.telemetry.CostMeter;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The markers of one fan-out in the store, which record its finished tasks. Thread-safe. */
final class Markers {

  private static final int MAX_BYTES = 16 << 20;

  private final ObjectStore store;
  private final JsonObjects documents;
  private final String folder;

  Markers(ObjectStore store, String folder) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
    this.folder = folder;
  }

  /**
   * Marks a task as done, with what it took.
   *
   * @param result a record or a map
   * @return whether this call was the first
   */
  boolean mark(String task, Object result) {
    return documents.putIfAbsent(StoreLayout.marker(folder, task), withCost(result));
  }

  /** Marks a task that was done before. */
  void markFound(String task) {
    var _ = documents.putIfAbsent(StoreLayout.marker(folder, task), Map.of());
  }

  /** A document with a field more, which readers of the document do not see. */
  private static ObjectNode withCost(Object result) {
    ObjectNode document = Json.MAPPER.valueToTree(result);
    document.set("cost", Json.MAPPER.valueToTree(CostMeter.current()));
    return document;
  }

  /** What the start and the marked tasks took. */
  Cost cost() {
    return Stream.concat(
            Stream.of(StoreLayout.started(folder)),
            marked().stream().map(task -> StoreLayout.marker(folder, task)))
        .flatMap(key -> documents.read(key, Metered.class).stream())
        .map(each -> each.cost() == null ? Cost.NONE : each.cost())
        .reduce(Cost.NONE, Cost::plus);
  }

  /**
   * Of any document of ours, what it took.
   *
   * @param cost absent in those of earlier builds, and of what was found
   */
  private record Metered(@Nullable Cost cost) {}

  void unmark(String task) {
    store.delete(StoreLayout.marker(folder, task));
  }

  boolean isMarked(String task) {
    return store.head(StoreLayout.marker(folder, task)).isPresent();
  }

  /** The document in a task's marker. */
  <T> Optional<T> result(String task, Class<T> type) {
    return documents.read(StoreLayout.marker(folder, task), type);
  }

  /** The ids of the finished tasks. */
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
   * Records which tasks were done before the start; a record that exists already is kept.
   *
   * @return the tasks in the record
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

  boolean isStarted() {
    return store.head(StoreLayout.started(folder)).isPresent();
  }

  /** Records that the fan-out is started; returns whether this call was the first. */
  boolean markStarted() {
    return documents.putIfAbsent(StoreLayout.started(folder), withCost(Map.of()));
  }

  void unmarkStarted() {
    store.delete(StoreLayout.started(folder));
  }

  /** Records that all tasks are done; returns whether this call was the first. */
  boolean markComplete() {
    return documents.putIfAbsent(StoreLayout.complete(folder), Map.of());
  }

  void unmarkComplete() {
    store.delete(StoreLayout.complete(folder));
  }

  /** Begins a round of the watchdog, which replaces earlier ones. */
  int nextRound() throws Fault {
    return rounds().next();
  }

  /** The round of the watchdog that is on its way. */
  int round() {
    return rounds().current();
  }

  /**
   * Ends a round of the watchdog and begins the next.
   *
   * @param isRedelivered whether a worker may have died after it ended the round
   * @return whether to send the next round; false for a watchdog that another one has replaced
   */
  boolean endRound(int round, boolean isRedelivered) throws Fault {
    return rounds().end(round, isRedelivered);
  }

  private WatchdogRounds rounds() {
    return new WatchdogRounds(store, StoreLayout.watchdog(folder));
  }
}
