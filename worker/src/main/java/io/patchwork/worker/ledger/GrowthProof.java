package io.patchwork.worker.ledger;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.ledger.CarriedBytes;
import io.patchwork.worker.failure.Failure.Refused;

/**
 * Whether a ledger was only added to between two checkpoints, for who has both and not the ledger.
 */
public final class GrowthProof {

  private GrowthProof() {}

  /**
   * Checks the consistency proof (RFC 9162, 2.1.4) of two checkpoints.
   *
   * @param older checkpoint as it was published
   * @param newer checkpoint as it was published, of as large a ledger or a larger one
   * @param proof hashes of the proof, one after the other, in base64
   * @param key the reader's
   * @throws Refused if one of the checkpoints is not signed with the key, or the ledger was changed
   */
  public static void check(byte[] older, byte[] newer, String proof, VerifierKey key)
      throws Refused {
    Checkpoint first = signed(older, key);
    Checkpoint second = signed(newer, key);
    CarriedBytes hashes;
    try {
      hashes = new CarriedBytes(proof);
    } catch (IllegalArgumentException e) {
      throw new Refused(
          FailureCode.LEDGER_REFUSED, "The proof is not base64; give it as it was printed.");
    }
    if (!MerkleProof.isConsistent(
        first.size(), first.root().bytes(), second.size(), second.root().bytes(), hashes.bytes())) {
      throw new Refused(
          FailureCode.LEDGER_DAMAGED,
          "The proof does not show that the ledger of "
              + first.size()
              + " entries was only added to; ask the operator for the one of both checkpoints.");
    }
  }

  private static Checkpoint signed(byte[] bytes, VerifierKey key) throws Refused {
    try {
      SignedNote note = SignedNote.read(bytes);
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (note.isSignedBy(key) && checkpoint.origin().equals(key.name())) {
        return checkpoint;
      }
    } catch (IllegalArgumentException e) {
      throw new Refused(
          FailureCode.LEDGER_REFUSED,
          "The file is not a checkpoint; give it as it was published, byte for byte.");
    }
    throw new Refused(
        FailureCode.LEDGER_KEY, "The checkpoint is not signed with this key; compare the key.");
  }
}
