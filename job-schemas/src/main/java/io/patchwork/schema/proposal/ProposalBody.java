package io.patchwork.schema.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of a proposal that is the same for every profile of the same timelines. Lines are in order of
 * their ids.
 *
 * @param currency ISO 4217 code
 * @param policy digest of the canonical JSON of the policy
 * @param due sum of what is due
 * @param held sum of what is held
 * @param evidence intervals of every line that has any
 */
public record ProposalBody(
    String currency,
    String amount,
    String due,
    String held,
    Sha256 policy,
    List<Line> lines,
    List<PayeeTotal> payees,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Adjustment> adjustments,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DisputeState> disputes,
    List<Places> evidence) {

  @SuppressWarnings("nullness") // absent lists arrive as null from the wire
  public ProposalBody {
    lines = List.copyOf(lines);
    payees = List.copyOf(payees);
    adjustments = adjustments == null ? List.of() : List.copyOf(adjustments);
    disputes = disputes == null ? List.of() : List.copyOf(disputes);
    evidence = List.copyOf(evidence);
  }

  /** The digest of its canonical JSON. */
  public Sha256 digest() {
    return Sha256.of(Json.canonical(this));
  }

  /**
   * Where in the output things are; several lines may have the same.
   *
   * @param sha256 digest of the canonical JSON of the intervals, as the lines have it
   */
  public record Places(Sha256 sha256, List<Interval> intervals) {
    public Places {
      intervals = List.copyOf(intervals);
    }
  }

  /**
   * A dispute and what it comes to.
   *
   * @param difference what the payee wants more than the line has
   * @param isLate whether it came after the last day, so that it holds nothing
   */
  public record DisputeState(
      Id id,
      Id payee,
      @Nullable String line,
      String amount,
      String difference,
      boolean isLate,
      String reason) {}
}
