package io.patchwork.worker.ledger;

import io.patchwork.schema.ledger.LedgerContent;
import io.patchwork.schema.ledger.Statement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Checks statements against a key that the reader has by another way. The same is done by the page
 * of a statement and by {@code docs/check-statement.sh}. For one thread.
 */
public final class StatementVerifier {

  private static final int MAX_BYTES = 1 << 20;

  private final VerifierKey key;

  /** Statements of one proposal share its entry. */
  private Optional<StoredEntry> lastEntry = Optional.empty();

  /** Statements of one ledger share few checkpoints. */
  private Optional<SignedNote> lastSigned = Optional.empty();

  public StatementVerifier(VerifierKey key) {
    this.key = key;
  }

  /**
   * Checks a statement.
   *
   * @param statement its bytes as they were written
   */
  public StatementCheck check(byte[] statement) {
    try {
      return statement.length > MAX_BYTES
          ? refused(StatementCheck.Reason.FORM)
          : check(CanonicalJson.read(statement, Statement.class));
    } catch (IllegalArgumentException e) {
      return refused(StatementCheck.Reason.FORM);
    }
  }

  /**
   * Checks what a statement carries.
   *
   * @throws IllegalArgumentException if some of it is not in its form
   */
  StatementCheck check(Statement statement) {
    StoredEntry entry = entry(statement.entry().bytes());
    SignedNote note = SignedNote.read(statement.checkpoint().bytes());
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (!(entry.entry().content() instanceof LedgerContent.Proposal proposal)) {
      return refused(StatementCheck.Reason.FORM);
    }
    byte[] root = HexFormat.of().parseHex(proposal.root().hex());
    List<String> lines = new ArrayList<>();
    for (Statement.Line line : statement.lines()) {
      byte[] bytes = line.line().bytes();
      byte[] leaf = MerkleTree.leaf(line.salt().bytes(), bytes);
      if (!MerkleProof.isIncluded(
          leaf, line.index(), proposal.lineCount(), line.path().bytes(), root)) {
        return refused(StatementCheck.Reason.LINE);
      }
      lines.add(new String(bytes, StandardCharsets.UTF_8));
    }
    if (!MerkleProof.isIncluded(
        entry.leaf(),
        entry.entry().index(),
        checkpoint.size(),
        statement.entryPath().bytes(),
        checkpoint.root().bytes())) {
      return refused(StatementCheck.Reason.ENTRY);
    }
    if (!checkpoint.origin().equals(key.name()) || !isSigned(note)) {
      return refused(StatementCheck.Reason.SIGNATURE);
    }
    return new StatementCheck.Accepted(lines, proposal, entry.entry().index(), checkpoint.size());
  }

  private StoredEntry entry(byte[] bytes) {
    Optional<StoredEntry> read = lastEntry.filter(last -> Arrays.equals(last.bytes(), bytes));
    if (read.isPresent()) {
      return read.get();
    }
    StoredEntry entry = StoredEntry.read(bytes);
    lastEntry = Optional.of(entry);
    return entry;
  }

  private boolean isSigned(SignedNote note) {
    if (lastSigned.filter(note::equals).isPresent()) {
      return true;
    }
    boolean isSigned = note.isSignedBy(key);
    lastSigned = isSigned ? Optional.of(note) : lastSigned;
    return isSigned;
  }

  private static StatementCheck refused(StatementCheck.Reason reason) {
    return new StatementCheck.Refused(reason);
  }
}
