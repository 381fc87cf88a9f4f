package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.ProposalBody;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.money.Money;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a proposal follows from.
 *
 * @param amount what is to be divided, 0 or more
 * @param date from which the days for disputes are counted
 * @param asOf the day for which due and held are told
 * @param corrected the body of the proposal that was paid, if this one corrects one
 * @param broughtForward minor units that earlier proposals carried forward, by handle; what {@code
 *     corrected} carried forward comes on top
 */
public record ProposalRequest(
    Policy policy,
    List<WeightedRender> renders,
    Money amount,
    Decisions decisions,
    LocalDate date,
    LocalDate asOf,
    @Nullable ProposalBody corrected,
    Map<Id, BigInteger> broughtForward) {

  public ProposalRequest {
    renders = List.copyOf(renders);
    broughtForward = Map.copyOf(broughtForward);
  }

  /**
   * A render and how much of the amount is for it.
   *
   * @param weight 0 or more, in proportion to those of the others
   */
  public record WeightedRender(RenderHoldings holdings, Fraction weight) {}
}
