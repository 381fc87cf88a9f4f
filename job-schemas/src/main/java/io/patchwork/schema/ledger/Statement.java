package io.patchwork.schema.ledger;

import java.util.List;
import java.util.Objects;

/**
 * What a contributor needs to check that their lines are in a proposal and the proposal is in the
 * ledger. Nobody else's name or amount is in it, and no key.
 *
 * @param checkpoint signed checkpoint of the ledger (C2SP tlog-checkpoint)
 * @param entry the proposal's entry
 * @param entryPath inclusion path of the entry in the ledger, 32 bytes a hash, from the leaf up
 * @param lines lines of one person in ascending order of their places in the tree
 */
public record Statement(
    CarriedBytes checkpoint,
    CarriedBytes entry,
    CarriedBytes entryPath,
    String format,
    List<Line> lines) {

  public static final String FORMAT = "patchwork.statement/1";

  public Statement {
    Objects.requireNonNull(checkpoint);
    Objects.requireNonNull(entry);
    Objects.requireNonNull(entryPath);
    lines = List.copyOf(lines);
    if (!format.equals(FORMAT) || lines.isEmpty()) {
      throw new IllegalArgumentException("a statement is of format " + FORMAT + " and has a line");
    }
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).index() <= lines.get(i - 1).index()) {
        throw new IllegalArgumentException("the lines of a statement are in order, each once");
      }
    }
  }

  /**
   * A line of the proposal.
   *
   * @param index zero-based place of its leaf in the proposal's tree
   * @param line its exact bytes
   * @param path inclusion path in the proposal's tree, 32 bytes a hash, from the leaf up
   * @param salt the 32 bytes before the line in its leaf
   */
  public record Line(long index, CarriedBytes line, CarriedBytes path, CarriedBytes salt) {
    private static final int SALT_BYTES = 32;

    public Line {
      Objects.requireNonNull(line);
      Objects.requireNonNull(path);
      if (index < 0 || salt.bytes().length != SALT_BYTES) {
        throw new IllegalArgumentException("a line has a place in the tree, and 32 bytes of salt");
      }
    }
  }
}
