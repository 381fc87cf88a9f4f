package io.patchwork.worker.ledger;

import io.patchwork.schema.id.Id;
import java.math.BigInteger;

/**
 * A line of a proposal, as it goes into the ledger.
 *
 * @param handle whose it is
 * @param bytes canonical JSON of an object with that {@code handle}; all of it goes into the
 *     person's statement, and none of it may name anybody; up to 1,000 bytes keep the statement of
 *     one line in 4 KB
 * @param due what is to be paid, in minor units
 * @param held what is held back, in minor units
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only hashed
public record ProposalLine(Id handle, byte[] bytes, BigInteger due, BigInteger held) {

  /**
   * Checks the line.
   *
   * @throws IllegalArgumentException if its bytes are not in canonical form
   */
  public ProposalLine {
    if (!CanonicalJson.isObject(bytes)) {
      throw new IllegalArgumentException("a line is canonical JSON");
    }
  }
}
