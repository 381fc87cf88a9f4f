package io.patchwork.worker.ledger;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.ledger.LedgerContent;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.storelayout.StoreLayout;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.stream.LongStream;

/**
 * The entries of the ledger in the store, one object each, put if absent: who comes second reads
 * again and appends after. Thread-safe.
 */
public final class LedgerEntries {

  static final int MAX_BYTES = 16 << 10;
  private static final String JSON = "application/json";
  private static final int MAX_TRIES = 1000;
  private static final int READERS = 16;
  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();

  private final ObjectStore store;
  private final InstantSource clock;

  public LedgerEntries(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Number of entries; where an entry is missing, up to there or to the end. */
  public long size() {
    long present = 0;
    long step = 1;
    while (has(present + step - 1)) {
      present += step;
      step *= 2;
    }
    for (; step > 1; step /= 2) {
      if (has(present + step / 2 - 1)) {
        present += step / 2;
      }
    }
    return present;
  }

  private boolean has(long index) {
    return store.head(StoreLayout.ledgerEntry(index)).isPresent();
  }

  /**
   * Appends an entry.
   *
   * @throws Refused if the ledger has no key yet, or its last entry is damaged
   * @throws Fault if others append again and again
   */
  public LedgerEntry append(LedgerContent content) throws Refused, Fault {
    Instant recorded = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      Optional<LedgerEntry> appended = appendAt(size(), content, recorded);
      if (appended.isPresent()) {
        return appended.get();
      }
    }
    throw new Fault("others append to the ledger again and again", null);
  }

  /** Empty if another was appended there first. */
  private Optional<LedgerEntry> appendAt(long index, LedgerContent content, Instant recorded)
      throws Refused {
    if (index == 0 && !(content instanceof LedgerContent.Key)) {
      throw new Refused(
          FailureCode.LEDGER_KEY,
          "The ledger has no key; make one with patchwork ledger key FILE --origin NAME.");
    }
    LedgerEntry entry =
        new LedgerEntry(index, index == 0 ? null : read(index - 1).hash(), recorded, content);
    byte[] bytes = Json.canonical(entry);
    ObjectKey key = StoreLayout.ledgerEntry(index);
    boolean isOurs =
        store.putIfAbsent(key, Upload.of(bytes, JSON, Sha256.of(bytes).hex())).created()
            // A put that was repeated meets itself.
            || store
                .read(key, MAX_BYTES)
                .filter(present -> Arrays.equals(present.bytes(), bytes))
                .isPresent();
    return isOurs ? Optional.of(entry) : Optional.empty();
  }

  /**
   * Reads an entry.
   *
   * @throws Refused if it is missing or damaged
   */
  StoredEntry read(long index) throws Refused {
    byte[] bytes =
        store
            .read(StoreLayout.ledgerEntry(index), MAX_BYTES)
            .map(ObjectStore.Content::bytes)
            .orElseThrow(() -> damaged("Entry " + index + " of the ledger is missing"));
    try {
      StoredEntry stored = StoredEntry.read(bytes);
      if (stored.entry().index() == index) {
        return stored;
      }
    } catch (IllegalArgumentException e) {
      throw damaged("Entry " + index + " of the ledger was changed");
    }
    throw damaged("Entry " + index + " of the ledger says that it is another");
  }

  /**
   * Reads entries, several at once, and that each follows the one before.
   *
   * @param from place of the first
   * @param size place after the last
   * @throws Refused if one is missing or damaged
   */
  List<StoredEntry> read(long from, long size) throws Refused {
    List<StoredEntry> entries = new ArrayList<>();
    try (ExecutorService readers = Executors.newFixedThreadPool(READERS, VIRTUAL)) {
      List<Future<StoredEntry>> reading =
          LongStream.range(from, size)
              .mapToObj(index -> readers.submit(() -> read(index)))
              .toList();
      try {
        for (Future<StoredEntry> each : reading) {
          StoredEntry next = done(each);
          requireFollowing(entries, next);
          entries.add(next);
        }
      } finally {
        readers.shutdownNow();
      }
    }
    return entries;
  }

  private static void requireFollowing(List<StoredEntry> before, StoredEntry next) throws Refused {
    if (!before.isEmpty() && !before.getLast().hash().equals(next.entry().previous())) {
      throw damaged(
          "Entry "
              + before.getLast().entry().index()
              + " or "
              + next.entry().index()
              + " of the ledger was changed: they do not fit");
    }
  }

  private static StoredEntry done(Future<StoredEntry> reading) throws Refused {
    try {
      return reading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("Reading the ledger was interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Refused refused -> throw refused;
        case StoreUnavailable away -> throw away;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** A failure with what to do. */
  static Refused damaged(String what) {
    return new Refused(
        FailureCode.LEDGER_DAMAGED,
        what
            + "; restore ledger/ from a backup, and compare it with a checkpoint that others have.");
  }
}
