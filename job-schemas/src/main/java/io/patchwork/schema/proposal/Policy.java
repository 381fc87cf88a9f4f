package io.patchwork.schema.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.time.Fraction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every choice by which a proposal divides an amount. Weights of the pools and shares of the roles
 * come to exactly one.
 *
 * @param name for people
 * @param pools of video, of audio and of text at least
 * @param unattributed what is done with seconds that are nobody's: black, silence, titles
 * @param withoutContributors what is done with an asset of which no contributor is known
 * @param house platform's id of who gets what a rule gives to the house; needed by such a rule
 * @param reserve part of the amount that is held back for disputes, 0 to 1, without 1
 * @param disputeDays days after the date of a proposal in which a dispute holds money
 * @param minimumPayout smallest amount that is paid out, by currency
 */
public record Policy(
    String format,
    String name,
    List<MediaPool> pools,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FixedRole> roles,
    RemixerShare remixer,
    Nobody unattributed,
    Nobody withoutContributors,
    UnknownPart unknownPart,
    @Nullable Id house,
    Fraction reserve,
    int disputeDays,
    Map<String, String> minimumPayout) {

  public static final String FORMAT = "patchwork.policy/1";

  @SuppressWarnings("nullness") // an absent list arrives as null from the wire
  public Policy {
    pools = List.copyOf(pools);
    roles = roles == null ? List.of() : List.copyOf(roles);
    minimumPayout = Map.copyOf(minimumPayout);
  }

  /** The weight of a medium, and how its seconds are counted. */
  public record MediaPool(Pool pool, Fraction weight, Metric metric) {}

  /**
   * A share for people who made the whole, equal among them.
   *
   * @param people platform's ids; where empty, those whom the render credits with the role
   */
  public record FixedRole(
      String role, Fraction share, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Id> people) {

    @SuppressWarnings("nullness") // an absent list arrives as null from the wire
    public FixedRole {
      people = people == null ? List.of() : List.copyOf(people);
    }
  }

  /**
   * What makers of a remix keep of the value that reaches it.
   *
   * @param share of one remix, 0 to 1
   * @param cap most that all remixes on the way to a source keep together, 0 to 1
   */
  public record RemixerShare(Fraction share, Fraction cap) {}

  /** What is done with value that is nobody's. */
  public enum Nobody {
    /** It is left out, and the rest is divided. */
    EXCLUDE,
    /** It is the house's. */
    HOUSE,
    /** It is divided as if somebody were known, and held. */
    HOLD;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is done with an asset that is declared to contain a render in an unknown part. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = HoldWhole.class, name = "hold"),
    @JsonSubTypes.Type(value = SplitWhole.class, name = "split")
  })
  public sealed interface UnknownPart {}

  /** All of the asset is held, its contributors' part included. */
  public record HoldWhole() implements UnknownPart {}

  /**
   * The asset's contributors get a part, and the people of the render that it contains divide the
   * rest equally.
   */
  public record SplitWhole(Fraction contributors) implements UnknownPart {}
}
