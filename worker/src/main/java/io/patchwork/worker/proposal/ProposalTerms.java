package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Propose.ProposedRender;
import io.patchwork.schema.proposal.Adjustment;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Dispute;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import io.patchwork.worker.proposal.ProposalRequest.WeightedRender;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people ask of a proposal, by command or by message, as they write it.
 *
 * @param currency ISO 4217 code
 * @param amount what is divided in all; null where every render has an amount
 * @param renders of several, each with an amount or a weight
 * @param date from which the days for disputes are counted
 * @param asOf the day for which due and held are told
 * @param paid the proposal that this one corrects
 * @param carried proposals for other renders, whose balances are brought forward
 */
public record ProposalTerms(
    Policy policy,
    String currency,
    @Nullable String amount,
    List<ProposedRender> renders,
    Decisions decisions,
    LocalDate date,
    LocalDate asOf,
    @Nullable Proposal paid,
    List<Proposal> carried) {

  private static final Pattern WEIGHT = Pattern.compile("[0-9]{1,18}(/[1-9][0-9]{0,17})?");

  public ProposalTerms {
    renders = List.copyOf(renders);
    carried = List.copyOf(carried);
  }

  /** A first proposal for one render, on its own day, about which nobody has decided anything. */
  public static ProposalTerms first(
      Policy policy, String currency, String amount, Id render, LocalDate date) {
    return new ProposalTerms(
        policy,
        currency,
        amount,
        List.of(new ProposedRender(render, null, null)),
        Decisions.NONE,
        date,
        date,
        null,
        List.of());
  }

  /**
   * Drafts the proposal.
   *
   * @throws Failure.Refused with a code and a sentence where something is missing, is not known or
   *     contradicts itself; nothing is guessed
   */
  public Proposal draft(ProposalInputs inputs) throws Failure {
    Currency money = Money.currency(currency);
    Amounts amounts = amounts(money);
    Map<Id, BigInteger> balances = balances(money);
    List<WeightedRender> weighted = new ArrayList<>();
    for (ProposedRender each : renders) {
      weighted.add(
          new WeightedRender(
              inputs.holdings(each.render(), policy),
              amounts.weights.getOrDefault(each.render(), Fraction.ZERO)));
    }
    checkPeople(inputs);
    return ProposalDraft.of(
        new ProposalRequest(
            policy,
            weighted,
            amounts.whole,
            decisions,
            date,
            asOf,
            paid == null ? null : paid.body(),
            balances),
        inputs.handles());
  }

  /** What is divided in all, and each render's weight in it. */
  private record Amounts(Money whole, Map<Id, Fraction> weights) {}

  /** Several renders need an amount or a weight each; their lengths say nothing about money. */
  private Amounts amounts(Currency money) throws Failure.Refused {
    boolean isEach = renders.stream().anyMatch(each -> each.amount() != null);
    if (isEach && renders.stream().anyMatch(each -> each.weight() != null)) {
      throw InvalidProposal.because(
          "Renders have amounts of their own and weights, too; give one or the other.");
    }
    if (isEach && amount != null) {
      throw InvalidProposal.because(
          "Renders have amounts of their own, and there is one in all, too; give one or the other.");
    }
    boolean isOnly = renders.size() == 1 && !isEach && renders.getFirst().weight() == null;
    Map<Id, Fraction> weights = new HashMap<>();
    BigInteger sum = BigInteger.ZERO;
    for (ProposedRender each : renders) {
      Fraction weight;
      if (isEach) {
        BigInteger units = Money.parsePositive(given(each.amount(), each.render()), money).units();
        sum = sum.add(units);
        weight = new Fraction(units, BigInteger.ONE);
      } else {
        weight = isOnly ? Fraction.ONE : weight(given(each.weight(), each.render()));
      }
      if (weights.put(each.render(), weight) != null) {
        throw InvalidProposal.because(
            "The render " + each.render() + " is given twice; give it once.");
      }
    }
    if (amount == null && !isEach) {
      throw InvalidProposal.because(
          "Nothing says what is divided; give an amount in all, or one for every render.");
    }
    String whole = amount == null ? new Money(money, sum).text() : amount;
    return new Amounts(Money.parsePositive(whole, money), weights);
  }

  private static String given(@Nullable String text, Id render) throws Failure.Refused {
    if (text == null) {
      throw InvalidProposal.because(
          "Nothing says how much of the amount is for render "
              + render
              + "; give every render a weight, or an amount.");
    }
    return text;
  }

  private static Fraction weight(String text) throws Failure.Refused {
    if (!WEIGHT.matcher(text).matches()) {
      throw InvalidProposal.because(
          "\"" + text + "\" is no weight; give a whole number or a fraction as 2/3.");
    }
    return Fraction.parse(text);
  }

  private Map<Id, BigInteger> balances(Currency money) throws Failure.Refused {
    Set<Sha256> brought = new HashSet<>();
    if (paid != null) {
      brought.add(digest(paid));
    }
    Map<Id, BigInteger> balances = new HashMap<>();
    for (Proposal earlier : carried) {
      if (!brought.add(digest(earlier))) {
        throw InvalidProposal.because(
            "The proposal of "
                + earlier.date()
                + " is given twice among those that were paid or are carried; give it once, for its"
                + " balances are brought forward either way.");
      }
      if (!earlier.body().currency().equals(money.getCurrencyCode())) {
        throw InvalidProposal.because(
            "The proposal of "
                + earlier.date()
                + " is in "
                + earlier.body().currency()
                + "; carry proposals in "
                + money
                + ".");
      }
      for (PayeeTotal each : earlier.body().payees()) {
        balances.merge(
            each.payee(), Money.parse(each.carriedForward(), money).units(), BigInteger::add);
      }
    }
    return balances;
  }

  private static Sha256 digest(Proposal proposal) {
    return Sha256.of(Json.canonical(proposal));
  }

  /** Money for an id with a slip of the pen would be money for nobody. */
  private void checkPeople(ProposalInputs inputs) throws Failure.Refused {
    Set<Id> known = new HashSet<>(decisions.newPeople());
    policy.roles().forEach(role -> known.addAll(role.people()));
    if (policy.house() != null) {
      known.add(policy.house());
    }
    for (Adjustment each : decisions.adjustments()) {
      check("An adjustment", each.payee(), known, inputs);
    }
    for (Dispute each : decisions.disputes()) {
      check("The dispute " + each.id(), each.payee(), known, inputs);
    }
  }

  private static void check(String what, Id person, Set<Id> known, ProposalInputs inputs)
      throws Failure.Refused {
    if (!known.contains(person) && !inputs.isKnown(person)) {
      throw InvalidProposal.because(
          what
              + " is for "
              + person
              + ", whom neither the renders nor an earlier proposal name; correct the id, or list"
              + " it under newPeople.");
    }
  }
}
