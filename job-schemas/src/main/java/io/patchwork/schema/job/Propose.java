package io.patchwork.schema.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Policy;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drafts how an amount is divided among the people in renders. Nothing is paid and nothing is
 * recorded.
 *
 * @param proposal the platform's id of the proposal
 * @param amount what is divided in all, with all decimals; absent where every render has its own
 * @param currency ISO 4217 code
 * @param policy the policy, unless {@code policyFile} names it
 * @param adjustments what people decided, unless {@code adjustmentsFile} names it
 * @param since the proposal that was paid and that this one corrects
 * @param carry proposals for other renders, whose balances are brought forward
 * @param date from which the days for disputes are counted
 * @param asOf day for which due and held are told; {@code date} where absent
 */
public record Propose(
    Id proposal,
    List<ProposedRender> renders,
    @Nullable String amount,
    String currency,
    @Nullable Policy policy,
    @Nullable Source policyFile,
    @Nullable Decisions adjustments,
    @Nullable Source adjustmentsFile,
    @Nullable Source since,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Source> carry,
    LocalDate date,
    @Nullable LocalDate asOf)
    implements Job {

  @SuppressWarnings("nullness") // an absent list arrives as null from the wire
  public Propose {
    renders = List.copyOf(renders);
    carry = carry == null ? List.of() : List.copyOf(carry);
  }

  /**
   * A render and how much of the amount is for it; the only render of a proposal needs neither.
   *
   * @param amount with all decimals of the currency
   * @param weight in proportion to the others, as in {@code 2} or {@code 2/3}
   */
  public record ProposedRender(Id render, @Nullable String amount, @Nullable String weight) {}
}
