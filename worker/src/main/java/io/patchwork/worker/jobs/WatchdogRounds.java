package io.patchwork.worker.jobs;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.storelayout.JsonObjects;
import java.util.Optional;

/**
 * The rounds of a watchdog, a message that comes again and again: a document in the store has the
 * current round, so that of two watchdogs, which a worker that died can leave, the older one ends.
 * Thread-safe.
 */
public final class WatchdogRounds {

  private static final int MAX_BYTES = 1 << 10;

  private final ObjectStore store;
  private final JsonObjects documents;
  private final ObjectKey key;

  private record Round(int round) {}

  /** The rounds under a key. */
  public WatchdogRounds(ObjectStore store, ObjectKey key) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
    this.key = key;
  }

  /** Begins a round, which replaces earlier ones. */
  public int next() throws Fault {
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
   * Ends a round and begins the next.
   *
   * @param isRedelivered whether a worker may have died after it ended the round
   * @return whether to send the next round; false for a watchdog that another one has replaced
   */
  public boolean end(int round, boolean isRedelivered) throws Fault {
    return documents.move(
            key,
            Round.class,
            present -> present.filter(now -> now.round == round).map(now -> new Round(round + 1)))
        || (isRedelivered
            && documents.read(key, Round.class).filter(now -> now.round == round + 1).isPresent());
  }

  /** The round that was begun last; 0 if there was none. */
  public int current() {
    return documents.read(key, Round.class).map(Round::round).orElse(0);
  }

  /** Whether a watchdog is on its way. */
  boolean isRunning() {
    return store.head(key).isPresent();
  }

  /** Ends all rounds. */
  void stop() {
    store.delete(key);
  }
}
