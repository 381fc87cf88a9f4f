package io.patchwork.schema.ledger;

import io.patchwork.schema.id.Id;
import java.util.List;

/**
 * The lines of a proposal as they were hashed. For the operator alone: it shows all amounts.
 *
 * @param lines in ascending order of the leaf hashes
 */
public record ProposalLines(String format, Id proposal, List<Line> lines) {

  public static final String FORMAT = "patchwork.proposal-lines/1";

  public ProposalLines {
    lines = List.copyOf(lines);
  }

  /**
   * A line.
   *
   * @param handle whose it is
   * @param line its exact bytes
   */
  public record Line(Id handle, CarriedBytes line) {}
}
