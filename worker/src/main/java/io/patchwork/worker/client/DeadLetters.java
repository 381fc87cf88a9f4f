package io.patchwork.worker.client;

import io.patchwork.common.queue.DeadLetter;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.worker.failure.Failure;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The messages of a cluster that failed for good. Thread-safe. */
public final class DeadLetters {

  private final JobQueue queue;

  public DeadLetters(JobQueue queue) {
    this.queue = queue;
  }

  /** Handles a dead letter before it is removed. */
  @FunctionalInterface
  public interface Resolver {
    /**
     * Handles one dead letter.
     *
     * @throws Failure if it cannot; the dead letter stays
     */
    void resolve(DeadLetter letter) throws Failure, InterruptedException;
  }

  /**
   * The dead letters that were not resolved.
   *
   * @param unknown ids without a dead letter
   * @param failures of the dead letters that stayed, by id, oldest first
   */
  public record Unresolved(Set<String> unknown, Map<String, Failure> failures) {
    public Unresolved {
      unknown = Collections.unmodifiableSet(new LinkedHashSet<>(unknown));
      failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }
  }

  /**
   * All dead letters, oldest first; several of one id, which a worker that died has left, are one.
   */
  public List<FailedMessage> list() {
    Map<String, FailedMessage> letters = new LinkedHashMap<>();
    queue.deadLetters().stream()
        .map(FailedMessage::of)
        .forEach(letter -> letters.putIfAbsent(letter.id(), letter));
    return List.copyOf(letters.values());
  }

  public Optional<FailedMessage> find(String id) {
    return list().stream().filter(message -> message.id().equals(id)).findFirst();
  }

  /**
   * Resolves dead letters and removes them; those that cannot be resolved stay.
   *
   * @param onResolved called with the id of each that was removed
   */
  public Unresolved resolve(
      Collection<String> ids, Resolver resolver, Consumer<String> onResolved) {
    Set<String> unknown = new TreeSet<>(ids);
    Map<String, Failure> failures = new LinkedHashMap<>();
    Set<String> resolved = new HashSet<>();
    queue.resolveDeadLetters(letter -> {
      String id = FailedMessage.id(letter);
      if (!ids.contains(id)) {
        return false;
      }
      unknown.remove(id);
      if (resolved.contains(id) || failures.containsKey(id)) {
        return resolved.contains(id);
      }
      try {
        resolver.resolve(letter);
        resolved.add(id);
        onResolved.accept(id);
        return true;
      } catch (Failure failure) {
        failures.put(id, failure);
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    });
    return new Unresolved(unknown, failures);
  }
}
