package io.patchwork.worker.proposal;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import java.math.BigInteger;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads policies and checks what no schema can say. */
public final class Policies {

  private static final String REMEDY =
      "correct it; patchwork proposal --print-policy prints one that is whole";

  private Policies() {}

  /**
   * Reads a policy in JSON or YAML.
   *
   * @throws Failure.Refused with {@code invalid_policy} if it breaks its schema, leaves a medium
   *     out, its weights do not come to one, or it gives something to a house that it does not name
   */
  public static Policy read(byte[] bytes) throws Failure.Refused {
    Policy policy =
        DocumentReader.read(
            bytes, "policy.v1", Policy.class, FailureCode.INVALID_POLICY, "The policy", REMEDY);
    return checked(policy);
  }

  /**
   * Checks a policy that was read by its schema.
   *
   * @return the policy
   * @throws Failure.Refused as {@link #read} does
   */
  public static Policy checked(Policy policy) throws Failure.Refused {
    check(policy);
    return policy;
  }

  /** The digest of the canonical JSON of a policy, however it was written. */
  public static Sha256 digest(Policy policy) {
    return Sha256.of(Json.canonical(policy));
  }

  private static void check(Policy policy) throws Failure.Refused {
    Set<Pool> pools = new HashSet<>();
    for (Policy.MediaPool each : policy.pools()) {
      if (!pools.add(each.pool())) {
        throw refused("names the pool " + each.pool() + " twice");
      }
    }
    for (Pool needed : List.of(Pool.VIDEO, Pool.AUDIO, Pool.ANY_TEXT)) {
      if (!pools.contains(needed)) {
        throw refused(
            "has no pool " + needed + ", and a weight of 0/1 has to be written where it is meant");
      }
    }
    Set<String> roles = new HashSet<>();
    for (Policy.FixedRole each : policy.roles()) {
      if (!roles.add(each.role())) {
        throw refused("names the role " + each.role() + " twice");
      }
    }
    checkNumbers(policy);
    boolean needsHouse =
        policy.unattributed() == Policy.Nobody.HOUSE
            || policy.withoutContributors() == Policy.Nobody.HOUSE
            || policy.reserve().signum() > 0;
    if (needsHouse && policy.house() == null) {
      throw refused(
          "gives something to the house, or into its reserve, and does not name the house");
    }
    for (Map.Entry<String, String> each : policy.minimumPayout().entrySet()) {
      Currency currency = Money.currency(each.getKey());
      Money.parsePositive(each.getValue(), currency);
    }
  }

  private static void checkNumbers(Policy policy) throws Failure.Refused {
    Fraction weights =
        CommonDenominator.sum(policy.pools().stream().map(Policy.MediaPool::weight).toList());
    Fraction fixed =
        CommonDenominator.sum(policy.roles().stream().map(Policy.FixedRole::share).toList());
    if (!weights.plus(fixed).equals(Fraction.ONE)) {
      throw refused(
          "has weights and shares of roles that come to "
              + weights.plus(fixed)
              + ", where they have to come to 1/1");
    }
    if (weights.signum() == 0) {
      throw refused("has no weight for any medium");
    }
    Stream<Fraction> parts =
        Stream.of(policy.remixer().share(), policy.remixer().cap(), policy.reserve());
    if (policy.unknownPart() instanceof Policy.SplitWhole(Fraction contributors)) {
      parts = Stream.concat(parts, Stream.of(contributors));
    }
    if (parts.anyMatch(part -> part.compareTo(Fraction.ONE) > 0)
        || policy.reserve().equals(Fraction.ONE)) {
      throw refused("has a share above 1/1, or a reserve of all");
    }
  }

  private static Failure.Refused refused(String what) {
    return new Failure.Refused(
        FailureCode.INVALID_POLICY, "The policy " + what + "; " + REMEDY + ".");
  }

  /**
   * The smallest amount that is paid out, minor units.
   *
   * @throws Failure.Refused if the policy does not say it for the currency
   */
  static BigInteger minimumPayout(Policy policy, Currency currency) throws Failure.Refused {
    String text = policy.minimumPayout().get(currency.getCurrencyCode());
    if (text == null) {
      throw new Failure.Refused(
          FailureCode.INVALID_POLICY,
          "The policy says no minimum payout in "
              + currency
              + "; add "
              + currency
              + " to its minimumPayout, with "
              + Money.text(BigInteger.ZERO, currency)
              + " where everything is to be paid out.");
    }
    return Money.parsePositive(text, currency).units();
  }
}
