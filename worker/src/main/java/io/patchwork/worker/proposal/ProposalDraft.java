package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Adjustment;
import io.patchwork.schema.proposal.Dispute;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.proposal.ProposalBody;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import io.patchwork.worker.proposal.ProposalRequest.WeightedRender;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Drafts proposals. Equal requests give equal bytes, whatever the order of what is in them. */
public final class ProposalDraft {

  private final ProposalRequest request;
  private final Handles handles;
  private final Currency currency;

  private ProposalDraft(ProposalRequest request, Handles handles) {
    this.request = request;
    this.handles = handles;
    this.currency = request.amount().currency();
  }

  /**
   * Drafts a proposal.
   *
   * @throws Failure.Refused with {@code invalid_proposal} or {@code invalid_policy} where something
   *     is missing or contradicts itself; nothing is guessed
   */
  public static Proposal of(ProposalRequest request, Handles handles) throws Failure {
    return new ProposalDraft(request, handles).draft();
  }

  private Proposal draft() throws Failure {
    if (request.amount().units().signum() < 0) {
      throw InvalidProposal.because(
          request.amount() + " is below zero; give what is to be divided in all.");
    }
    List<WeightedRender> renders = renders();
    List<Share> shares = shares(renders);
    List<Adjustment> adjustments = adjustments();
    DraftLines draft = new DraftLines(request.policy(), request.amount());
    Id house = request.policy().house();
    List<Line> undisputed = draft.of(shares, adjustments, house == null ? null : handles.of(house));
    DisputedLines disputed =
        DisputedLines.on(
            undisputed,
            disputes(),
            currency,
            request.date().plusDays(request.policy().disputeDays()),
            request.asOf());
    List<Line> lines = disputed.lines();
    List<BigInteger> amounts = units(lines, Line::amount);
    List<BigInteger> dues = units(lines, Line::due);
    BigInteger due = sum(dues);
    ProposalBody body =
        new ProposalBody(
            currency.getCurrencyCode(),
            request.amount().text(),
            text(due),
            text(sum(amounts).subtract(due)),
            Policies.digest(request.policy()),
            lines,
            payees(lines, amounts, dues),
            adjustments,
            disputed.disputes(),
            draft.places());
    ProposalBody corrected = request.corrected();
    return new Proposal(
        Proposal.FORMAT,
        request.date(),
        renders.stream()
            .map(WeightedRender::holdings)
            .map(each -> new Proposal.RenderPart(each.render(), each.timeline(), each.lineage()))
            .toList(),
        body,
        corrected == null ? null : Corrections.between(corrected, body));
  }

  /** The renders in an order that no profile changes. */
  private List<WeightedRender> renders() throws Failure.Refused {
    Set<Id> ids = new HashSet<>();
    for (WeightedRender each : request.renders()) {
      if (!ids.add(each.holdings().render())) {
        throw InvalidProposal.because(
            "The render " + each.holdings().render() + " is given twice; give it once.");
      }
      if (each.weight().signum() < 0) {
        throw InvalidProposal.because(
            "The weight of render " + each.holdings().render() + " is below zero; give 0 or more.");
      }
    }
    return request.renders().stream()
        .sorted(
            Comparator.comparing((WeightedRender each) -> each.holdings().timeline().hex())
                .thenComparing(each -> each.holdings().render()))
        .toList();
  }

  private List<Share> shares(List<WeightedRender> renders) throws Failure {
    Fraction whole = CommonDenominator.sum(renders.stream().map(WeightedRender::weight).toList());
    if (whole.signum() == 0) {
      throw InvalidProposal.because(
          "No render has a weight above zero; name a render, and a weight for each of several.");
    }
    MeasuredShares measured = new MeasuredShares(request.policy(), handles);
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < renders.size(); i++) {
      Fraction weight = renders.get(i).weight().dividedBy(whole);
      for (Share each : measured.of(renders.get(i).holdings(), i)) {
        shares.add(each.weighted(weight));
      }
    }
    return shares;
  }

  /** With handles, in an order of their own. */
  private List<Adjustment> adjustments() throws Failure {
    List<Adjustment> adjustments = new ArrayList<>();
    for (Adjustment each : request.decisions().adjustments()) {
      adjustments.add(
          switch (each) {
            case Adjustment.FixedAmount(var payee, var amount, var author, var reason, var date) ->
                new Adjustment.FixedAmount(
                    handles.of(payee), amount, handles.of(author), reason, date);
            case Adjustment.ShareFactor(
                    var payee,
                    var asset,
                    var pool,
                    var factor,
                    var author,
                    var reason,
                    var date) ->
                new Adjustment.ShareFactor(
                    handles.of(payee), asset, pool, factor, handles.of(author), reason, date);
          });
    }
    adjustments.sort(Comparator.comparing(Json::text));
    return adjustments;
  }

  private List<Dispute> disputes() throws Failure {
    List<Dispute> disputes = new ArrayList<>();
    for (Dispute each : request.decisions().disputes()) {
      disputes.add(
          new Dispute(
              each.id(),
              handles.of(each.payee()),
              each.line(),
              each.amount(),
              each.heldFrom(),
              each.opened(),
              each.reason(),
              each.answer()));
    }
    return disputes;
  }

  private List<PayeeTotal> payees(List<Line> lines, List<BigInteger> amounts, List<BigInteger> dues)
      throws Failure.Refused {
    SortedMap<Id, Balance> balances = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Id payee = lines.get(i).payee();
      if (payee != null) {
        Balance balance = balance(balances, payee);
        balance.amount = balance.amount.add(amounts.get(i));
        balance.due = balance.due.add(dues.get(i));
      }
    }
    ProposalBody corrected = request.corrected();
    if (corrected != null) {
      for (PayeeTotal each : corrected.payees()) {
        Balance balance = balance(balances, each.payee());
        balance.paid = units(each.due());
        balance.broughtForward = units(each.carriedForward());
      }
    }
    for (Map.Entry<Id, BigInteger> each : request.broughtForward().entrySet()) {
      Balance balance = balance(balances, each.getKey());
      balance.broughtForward = balance.broughtForward.add(each.getValue());
    }
    BigInteger minimum = Policies.minimumPayout(request.policy(), currency);
    List<PayeeTotal> payees = new ArrayList<>();
    for (Map.Entry<Id, Balance> each : balances.entrySet()) {
      payees.add(total(each.getKey(), each.getValue(), minimum));
    }
    return payees;
  }

  private static Balance balance(SortedMap<Id, Balance> balances, Id payee) {
    return balances.computeIfAbsent(payee, key -> new Balance());
  }

  private PayeeTotal total(Id payee, Balance balance, BigInteger minimum) {
    BigInteger open = balance.due.subtract(balance.paid).add(balance.broughtForward);
    BigInteger payable = open.signum() > 0 && open.compareTo(minimum) >= 0 ? open : BigInteger.ZERO;
    return new PayeeTotal(
        payee,
        text(balance.amount),
        text(balance.due),
        text(balance.amount.subtract(balance.due)),
        text(balance.paid),
        text(balance.broughtForward),
        text(payable),
        text(open.subtract(payable)));
  }

  /** Minor units of a payee. */
  private static final class Balance {
    private BigInteger amount = BigInteger.ZERO;
    private BigInteger due = BigInteger.ZERO;
    private BigInteger paid = BigInteger.ZERO;
    private BigInteger broughtForward = BigInteger.ZERO;
  }

  private List<BigInteger> units(List<Line> lines, Function<Line, String> amount)
      throws Failure.Refused {
    List<BigInteger> units = new ArrayList<>();
    for (Line line : lines) {
      units.add(units(amount.apply(line)));
    }
    return units;
  }

  private static BigInteger sum(List<BigInteger> units) {
    return units.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  private BigInteger units(String text) throws Failure.Refused {
    return Money.parse(text, currency).units();
  }

  private String text(BigInteger units) {
    return Money.text(units, currency);
  }
}
