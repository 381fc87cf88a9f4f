package io.patchwork.schema.ledger;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * What is due and held for each line of a proposal, for those who may add up its total. It names no
 * person; the leaf hash of a line tells its place in the tree.
 *
 * @param currency ISO 4217 code
 * @param amounts in ascending order of the leaf hashes
 */
public record AmountsList(String format, Id proposal, String currency, List<Amount> amounts) {

  public static final String FORMAT = "patchwork.amounts/1";

  public AmountsList {
    amounts = List.copyOf(amounts);
  }

  /**
   * The amounts of a line, as decimal numbers of the currency.
   *
   * @param leaf leaf hash of the line
   */
  public record Amount(Sha256 leaf, String due, String held) {}
}
