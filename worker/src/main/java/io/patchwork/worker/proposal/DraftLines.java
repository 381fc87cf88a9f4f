package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.proposal.Adjustment;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.proposal.ProposalBody;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From shares to lines with amounts, before any dispute. */
final class DraftLines {

  private static final int LOOKS = 3;

  /** Below this, a fraction has fewer digits than any reader refuses. */
  private static final int SURELY_READABLE_BITS = 200;

  private static final Fraction HALF = Fraction.of(1, 2);

  private final Policy policy;
  private final Money amount;
  private final SortedMap<Sha256, ProposalBody.Places> places =
      new TreeMap<>(Comparator.comparing(Sha256::hex));
  private final Map<List<Interval>, Line.Evidence> evidence = new HashMap<>();

  DraftLines(Policy policy, Money amount) {
    this.policy = policy;
    this.amount = amount;
  }

  /** The intervals that the lines of {@link #of} refer to, each once. */
  List<ProposalBody.Places> places() {
    return List.copyOf(places.values());
  }

  /**
   * The lines, whose amounts come to the whole. What is off the top comes first; the rest is
   * divided once among payees, then each payee's units among their lines.
   *
   * @param shares as measured, together one
   * @param adjustments with handles
   * @throws Failure.Refused if the adjustments take more than there is, or everything from
   *     everybody, or are for nobody here
   */
  List<Line> of(List<Share> shares, List<Adjustment> adjustments, @Nullable Id house)
      throws Failure.Refused {
    SortedMap<String, BigInteger> fixed = fixed(adjustments);
    Fraction whole = new Fraction(amount.units(), BigInteger.ONE);
    BigInteger reserve = policy.reserve().times(whole).floor();
    BigInteger top = fixed.values().stream().reduce(reserve, BigInteger::add);
    BigInteger rest = amount.units().subtract(top);
    if (rest.signum() < 0) {
      throw InvalidProposal.because(
          "Fixed amounts and reserve come to "
              + Money.text(top, amount.currency())
              + ", more than the "
              + amount
              + " that there are; lower them.");
    }
    List<Fraction> adjusted = adjusted(shares, adjustments);
    List<Line> lines = divided(shares, adjusted, rest);
    for (Map.Entry<String, BigInteger> each : fixed.entrySet()) {
      lines.add(top(new Id(each.getKey()), Line.Part.FIXED, each.getValue(), List.of()));
    }
    if (reserve.signum() > 0) {
      Line.Hold hold = new Line.Hold(Line.Reason.RESERVE, text(reserve), null);
      lines.add(top(house, Line.Part.RESERVE, reserve, List.of(hold)));
    }
    lines.sort(Comparator.comparing(Line::id, LargestRemainder.BY_CODE_POINT));
    return lines;
  }

  private SortedMap<String, BigInteger> fixed(List<Adjustment> adjustments) throws Failure.Refused {
    SortedMap<String, BigInteger> fixed = new TreeMap<>();
    for (Adjustment each : adjustments) {
      if (each instanceof Adjustment.FixedAmount(Id payee, String text, _, _, _)) {
        fixed.merge(
            payee.value(), Money.parsePositive(text, amount.currency()).units(), BigInteger::add);
      }
    }
    return fixed;
  }

  /** The shares after all factors; again together one. */
  private static List<Fraction> adjusted(List<Share> shares, List<Adjustment> adjustments)
      throws Failure.Refused {
    List<Fraction> weights = new ArrayList<>(shares.stream().map(Share::measured).toList());
    boolean isAdjusted = false;
    for (Adjustment each : adjustments) {
      if (each instanceof Adjustment.ShareFactor factor) {
        boolean isMet = false;
        for (int i = 0; i < weights.size(); i++) {
          if (isMeant(factor, shares.get(i))) {
            weights.set(i, weights.get(i).times(factor.factor()));
            isMet = true;
          }
        }
        if (!isMet) {
          throw InvalidProposal.because(
              "An adjustment by a factor is for somebody without a share (handle "
                  + factor.payee()
                  + "); give a fixed amount, or leave it out.");
        }
        isAdjusted = true;
      }
    }
    if (!isAdjusted) {
      return weights;
    }
    Fraction sum = CommonDenominator.sum(weights);
    if (sum.signum() == 0) {
      throw InvalidProposal.because(
          "The adjustments leave nobody with a share; leave one with a factor above zero.");
    }
    weights.replaceAll(weight -> weight.dividedBy(sum));
    return weights;
  }

  private static boolean isMeant(Adjustment.ShareFactor factor, Share share) {
    Pool pool = factor.pool();
    return factor.payee().equals(share.payee())
        && (factor.asset() == null
            || (share.asset() != null && factor.asset().equals(share.asset().asset())))
        && (pool == null
            || pool.equals(share.pool())
            || (pool.equals(Pool.ANY_TEXT) && share.pool().isText()));
  }

  private List<Line> divided(List<Share> shares, List<Fraction> adjusted, BigInteger rest)
      throws Failure.Refused {
    List<String> ids = shares.stream().map(Share::id).toList();
    List<LargestRemainder.Part> parts = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      parts.add(new LargestRemainder.Part(ids.get(i), shares.get(i).claimant(), adjusted.get(i)));
    }
    Map<String, BigInteger> units = LargestRemainder.divideAmongPayees(rest, parts);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      lines.add(
          line(
              shares.get(i),
              ids.get(i),
              adjusted.get(i),
              units.getOrDefault(ids.get(i), BigInteger.ZERO)));
    }
    return lines;
  }

  /** A document has no fraction that nobody could read again. */
  private static Fraction readable(Fraction fraction, Share share) throws Failure.Refused {
    if (fraction.denominator().bitLength() > SURELY_READABLE_BITS
        || fraction.numerator().bitLength() > SURELY_READABLE_BITS) {
      try {
        return Fraction.parse(fraction.toString());
      } catch (NumberFormatException tooLong) {
        throw InvalidProposal.because(
            "The share of asset "
                + share.asset()
                + " is "
                + tooLong.getMessage()
                + ", which no document can hold; set a lower cap for remixers in the policy, or"
                + " divide the renders in proposals of their own.");
      }
    }
    return fraction;
  }

  private Line line(Share share, String id, Fraction adjusted, BigInteger units)
      throws Failure.Refused {
    String all = text(units);
    String none = text(BigInteger.ZERO);
    Line.Reason hold = share.hold();
    return new Line(
        id,
        share.payee(),
        share.render(),
        share.pool(),
        share.part(),
        share.asset() == null ? null : share.asset().asset(),
        share.seconds(),
        readable(share.weightedSeconds(), share),
        readable(share.split(), share),
        readable(share.measured(), share),
        readable(adjusted, share),
        all,
        hold == null ? all : none,
        hold == null ? none : all,
        hold == null ? List.of() : List.of(new Line.Hold(hold, all, null)),
        share.where().isEmpty() ? null : evidence.computeIfAbsent(share.where(), this::evidence));
  }

  private Line top(@Nullable Id payee, Line.Part part, BigInteger units, List<Line.Hold> holds) {
    String held = text(holds.isEmpty() ? BigInteger.ZERO : units);
    String due = text(holds.isEmpty() ? units : BigInteger.ZERO);
    return offTheTop(payee, part, text(units), due, held, holds);
  }

  /** A line for what is no part of what is divided. */
  static Line offTheTop(
      @Nullable Id payee,
      Line.Part part,
      String all,
      String due,
      String held,
      List<Line.Hold> holds) {
    return new Line(
        Share.id(payee, Share.NOTHING, Share.NOTHING, part, Share.NOTHING),
        payee,
        0,
        null,
        part,
        null,
        List.of(),
        Fraction.ZERO,
        Fraction.ONE,
        Fraction.ZERO,
        Fraction.ZERO,
        all,
        due,
        held,
        holds,
        null);
  }

  private Line.Evidence evidence(List<Interval> where) {
    Sha256 digest = Sha256.of(Json.canonical(where));
    places.put(digest, new ProposalBody.Places(digest, where));
    List<RationalTime> look =
        where.stream()
            .sorted(Comparator.comparing(Interval::length).reversed())
            .limit(LOOKS)
            .map(each -> each.start().plus(each.length().times(HALF)))
            .sorted()
            .toList();
    return new Line.Evidence(digest, where.size(), look);
  }

  private String text(BigInteger units) {
    return Money.text(units, amount.currency());
  }
}
