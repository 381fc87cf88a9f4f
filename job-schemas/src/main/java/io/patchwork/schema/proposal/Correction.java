package io.patchwork.schema.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The difference of two proposals by line: new minus old. Amounts may be below zero.
 *
 * @param corrects digest of the body of the old proposal
 * @param difference of the amounts
 * @param payable of what is due, new minus old
 * @param lines those that changed, in order of their ids
 */
public record Correction(
    Sha256 corrects, String difference, String payable, List<ChangedLine> lines) {

  public Correction {
    lines = List.copyOf(lines);
  }

  /**
   * A line that changed.
   *
   * @param payee handle; absent where nobody is known
   * @param before amount in the old proposal, 0 where it had no such line
   * @param after amount in the new proposal, 0 where it has no such line
   * @param difference after minus before
   * @param payable what is due now minus what was due
   */
  public record ChangedLine(
      String line,
      @Nullable Id payee,
      String before,
      String after,
      String difference,
      String payable,
      List<Cause> causes) {
    public ChangedLine {
      causes = List.copyOf(causes);
    }
  }

  /**
   * Why a line changed.
   *
   * @param asset the asset whose people or lineage changed
   * @param pool the pool in which the lineage changed
   * @param payees handles of those who were added or removed
   */
  public record Cause(
      Change change,
      @Nullable Id asset,
      @Nullable Pool pool,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Id> payees) {

    @SuppressWarnings("nullness") // an absent list arrives as null from the wire
    public Cause {
      payees = payees == null ? List.of() : List.copyOf(payees);
    }
  }

  /** What changed between two proposals. */
  public enum Change {
    PEOPLE_ADDED,
    PEOPLE_REMOVED,
    /** The same people divide an asset otherwise. */
    SPLIT_CHANGED,
    /** Something else is due: a share was accepted, a match reviewed, a dispute opened or ended. */
    HOLD_CHANGED,
    LINEAGE_CHANGED,
    POLICY_CHANGED,
    ADJUSTMENTS_CHANGED,
    AMOUNT_CHANGED,
    /** The days for disputes are over, or a dispute was granted out of the reserve. */
    RESERVE_GIVEN_OUT,
    /** The units that are left by rounding fell otherwise, or renders weigh otherwise. */
    DIVISION_CHANGED;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
