package io.patchwork.worker.ledger;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.ledger.LedgerContent;
import java.util.List;

/** What came of checking a statement. */
public sealed interface StatementCheck {

  /**
   * The lines are in the proposal, and the proposal is in the ledger that the key's owner signed.
   *
   * @param lines the lines as they were hashed
   * @param index zero-based place of the proposal in the ledger
   * @param size number of entries of the ledger that was signed
   */
  record Accepted(List<String> lines, LedgerContent.Proposal proposal, long index, long size)
      implements StatementCheck {

    public Accepted {
      lines = List.copyOf(lines);
    }

    public Id id() {
      return proposal.proposal();
    }
  }

  /** It is not proven. */
  record Refused(Reason reason) implements StatementCheck {}

  /** Why a statement is refused. */
  enum Reason {
    /** It is not in the canonical form of a statement. */
    FORM,
    /** A line is not in the proposal. */
    LINE,
    /** The proposal is not in the ledger of the checkpoint. */
    ENTRY,
    /** The checkpoint is not signed with the reader's key. */
    SIGNATURE
  }
}
