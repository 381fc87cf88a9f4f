package io.patchwork.schema.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a payee gets for one thing, and why. Amount is due and held together.
 *
 * @param id the same in every proposal for the same payee, render, pool, part and asset
 * @param payee handle; absent where nobody is known
 * @param render which of the renders, counted from 0 in order of their timelines' digests
 * @param pool absent for what is off the top
 * @param seconds seconds by the number of remixes they came through
 * @param weightedSeconds the same after the remixers' share
 * @param split the payee's part of the asset, 0 to 1
 * @param measuredShare part of what is divided, as measured
 * @param share the same after adjustments; 0 for what is off the top
 * @param evidence absent where the line is not for a place in the output
 */
public record Line(
    String id,
    @Nullable Id payee,
    int render,
    @Nullable Pool pool,
    Part part,
    @Nullable Id asset,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Generation> seconds,
    Fraction weightedSeconds,
    Fraction split,
    Fraction measuredShare,
    Fraction share,
    String amount,
    String due,
    String held,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Hold> holds,
    @Nullable Evidence evidence) {

  @SuppressWarnings("nullness") // absent lists arrive as null from the wire
  public Line {
    seconds = seconds == null ? List.of() : List.copyOf(seconds);
    holds = holds == null ? List.of() : List.copyOf(holds);
  }

  /** What a line is for. */
  public enum Part {
    /** Work that is seen, heard or read. */
    SOURCE,
    /** The making of a remix. */
    MAKER,
    /** Work in a render that an asset contains in an unknown part. */
    CONTAINED,
    /** A role for the whole, with a fixed share. */
    ROLE,
    /** Seconds that are nobody's and that the policy gives to the house. */
    UNATTRIBUTED,
    /** A fixed amount that people decided about. */
    FIXED,
    /** What is held back for disputes. */
    RESERVE;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Seconds that came through a number of remixes with makers of their own. */
  public record Generation(int remixesAbove, Fraction seconds) {}

  /**
   * A part of a line that is not due yet.
   *
   * @param dispute the dispute that holds it, if one does
   */
  public record Hold(Reason reason, String amount, @Nullable Id dispute) {}

  /** Why something is held. */
  public enum Reason {
    /** The person has not accepted their share of the asset. */
    SHARE_PROPOSED,
    /** The asset is declared to contain a render in an unknown part. */
    UNKNOWN_PART,
    /** The asset was matched to another by a method whose result nobody has reviewed. */
    UNREVIEWED_MATCH,
    /** No contributor of the asset is known. */
    NO_CONTRIBUTOR,
    /** A dispute of the line or of another line is open. */
    DISPUTE,
    /** The policy holds it back for disputes. */
    RESERVE;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Where in the output a line's work is.
   *
   * @param sha256 digest of the canonical JSON of all its intervals
   * @param count number of intervals
   * @param look a few instants whose frames show the work, in order of time
   */
  public record Evidence(Sha256 sha256, int count, List<RationalTime> look) {
    public Evidence {
      look = List.copyOf(look);
    }
  }
}
