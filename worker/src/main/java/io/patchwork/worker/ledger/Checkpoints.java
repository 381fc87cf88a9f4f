package io.patchwork.worker.ledger;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The published checkpoints of the ledger, one object for each size. Thread-safe. */
final class Checkpoints {

  private static final int MAX_BYTES = 4 << 10;
  private static final String TEXT = "text/plain; charset=utf-8";

  private final ObjectStore store;

  Checkpoints(ObjectStore store) {
    this.store = store;
  }

  /**
   * Publishes a checkpoint, unless one of this size is there.
   *
   * @throws Refused if that one says something else
   */
  void publish(SignedNote note) throws Refused {
    ObjectKey key = StoreLayout.ledgerCheckpoint(Checkpoint.parse(note.text()).size());
    byte[] bytes = note.bytes();
    if (!store.putIfAbsent(key, Upload.of(bytes, TEXT, Sha256.of(bytes).hex())).created()
        && !read(key).text().equals(note.text())) {
      throw LedgerEntries.damaged(
          "The ledger was changed after its checkpoint " + key + " was published");
    }
  }

  /** Those that were published, in the order of their sizes. */
  List<SignedNote> all() throws Refused {
    List<ObjectKey> keys;
    try (Stream<StoredObject> listed = store.list(StoreLayout.LEDGER_CHECKPOINTS)) {
      keys = listed.map(StoredObject::key).toList();
    }
    List<SignedNote> notes = new ArrayList<>();
    for (ObjectKey key : keys) {
      notes.add(read(key));
    }
    return notes;
  }

  /** The one of the largest ledger. */
  Optional<SignedNote> last() throws Refused {
    Optional<ObjectKey> key;
    try (Stream<StoredObject> listed = store.list(StoreLayout.LEDGER_CHECKPOINTS)) {
      key = listed.map(StoredObject::key).reduce((_, last) -> last);
    }
    return key.isEmpty() ? Optional.empty() : Optional.of(read(key.get()));
  }

  private SignedNote read(ObjectKey key) throws Refused {
    byte[] bytes =
        store
            .read(key, MAX_BYTES)
            .map(ObjectStore.Content::bytes)
            .orElseThrow(() -> LedgerEntries.damaged("The checkpoint " + key + " is missing"));
    try {
      SignedNote note = SignedNote.read(bytes);
      if (StoreLayout.ledgerCheckpoint(Checkpoint.parse(note.text()).size()).equals(key)) {
        return note;
      }
    } catch (IllegalArgumentException e) {
      throw LedgerEntries.damaged("The checkpoint " + key + " was changed");
    }
    throw LedgerEntries.damaged("The checkpoint " + key + " says another size");
  }
}
