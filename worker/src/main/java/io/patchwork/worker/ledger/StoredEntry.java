package io.patchwork.worker.ledger;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.ledger.LedgerEntry;
import java.util.HexFormat;

/**
 * An entry of the ledger and its bytes as they are stored.
 *
 * @param bytes canonical JSON of the entry
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only hashed
record StoredEntry(LedgerEntry entry, byte[] bytes) {

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException if the bytes are not the canonical JSON of one
   */
  static StoredEntry read(byte[] bytes) {
    return new StoredEntry(CanonicalJson.read(bytes, LedgerEntry.class), bytes);
  }

  byte[] leaf() {
    return MerkleTree.leaf(bytes);
  }

  /** The leaf hash, as the next entry has it. */
  Sha256 hash() {
    return new Sha256(HexFormat.of().formatHex(leaf()));
  }
}
