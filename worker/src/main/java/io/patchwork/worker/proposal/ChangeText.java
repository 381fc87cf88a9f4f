package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Correction.Cause;
import io.patchwork.schema.proposal.Correction.ChangedLine;
import java.util.List;
import java.util.stream.Collectors;

/** Why a line changed, as a sentence: "+3.20 EUR since Bea was added to asset vb". */
public final class ChangeText {

  private ChangeText() {}

  /**
   * The sentence for a line, without a full stop.
   *
   * @param names as they are to stand in the sentence
   */
  public static String of(ChangedLine line, String currency, Names names) {
    String sign = line.difference().startsWith("-") ? "" : "+";
    return sign
        + line.difference()
        + " "
        + currency
        + " since "
        + line.causes().stream()
            .map(cause -> clause(cause, names))
            .collect(Collectors.joining(" and "));
  }

  private static String clause(Cause cause, Names names) {
    return switch (cause.change()) {
      case PEOPLE_ADDED -> people(cause, names) + " added to asset " + cause.asset();
      case PEOPLE_REMOVED -> people(cause, names) + " removed from asset " + cause.asset();
      case SPLIT_CHANGED -> "the shares of asset " + cause.asset() + " changed";
      case LINEAGE_CHANGED ->
          "the " + cause.pool() + " seconds of asset " + cause.asset() + " changed";
      case HOLD_CHANGED -> "another part is held";
      case POLICY_CHANGED -> "the policy changed";
      case ADJUSTMENTS_CHANGED -> "the adjustments changed";
      case AMOUNT_CHANGED -> "the amount to divide changed";
      case RESERVE_GIVEN_OUT -> "the reserve was given out";
      case DIVISION_CHANGED -> "the whole is divided otherwise";
    };
  }

  private static String people(Cause cause, Names names) {
    List<Id> payees = cause.payees();
    String list = payees.stream().map(names::of).collect(Collectors.joining(", "));
    return list + (payees.size() == 1 ? " was" : " were");
  }
}
