package io.patchwork.schema.ledger;

import io.patchwork.schema.id.Sha256;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the ledger. Its canonical JSON is a leaf of the ledger's tree (RFC 9162, 2.1.1).
 *
 * @param index zero-based place in the ledger
 * @param previous leaf hash of the entry before; null for the first
 * @param recorded when it was appended, in whole seconds
 */
public record LedgerEntry(
    long index, @Nullable Sha256 previous, Instant recorded, LedgerContent content) {

  public LedgerEntry {
    Objects.requireNonNull(recorded);
    Objects.requireNonNull(content);
    if (index < 0 || (previous == null) != (index == 0)) {
      throw new IllegalArgumentException("every entry but the first follows another");
    }
  }
}
