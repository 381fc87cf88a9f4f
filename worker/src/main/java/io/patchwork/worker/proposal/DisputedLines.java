package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Dispute;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.ProposalBody.DisputeState;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is due and what is held of each line on a day, by the disputes that were opened and answered
 * up to then. After the last day for disputes, what no dispute holds of the reserve is divided as
 * the rest was. The sum of due and held never changes.
 */
public final class DisputedLines {

  /** A line's units, and those that are held by the id of a dispute or the reason. */
  private static final class Account {
    private final Line line;
    private BigInteger amount;
    private final List<Line.Hold> whole;
    private BigInteger ofReason;
    private final SortedMap<Id, BigInteger> disputed = new TreeMap<>();

    private Account(Line line, BigInteger amount, BigInteger ofReason) {
      this.line = line;
      this.amount = amount;
      this.whole = line.holds();
      this.ofReason = ofReason;
    }

    private BigInteger held() {
      return disputed.values().stream().reduce(ofReason, BigInteger::add);
    }

    /** What a dispute may still hold: of the reserve what is in it, else what is due. */
    private BigInteger free() {
      return isReserve(line) ? ofReason : amount.subtract(held());
    }

    private void hold(Id dispute, BigInteger units) {
      disputed.put(dispute, units);
      if (isReserve(line)) {
        ofReason = ofReason.subtract(units);
      }
    }

    /** Ends a hold, of which {@code granted} goes away and the rest becomes free again. */
    private void release(Id dispute, BigInteger granted) {
      BigInteger units = disputed.getOrDefault(dispute, BigInteger.ZERO);
      disputed.remove(dispute);
      amount = amount.subtract(granted);
      if (isReserve(line)) {
        ofReason = ofReason.add(units.subtract(granted));
      }
    }

    /** Takes what no dispute holds out of the reserve. */
    private BigInteger empty() {
      BigInteger units = ofReason;
      ofReason = BigInteger.ZERO;
      amount = amount.subtract(units);
      return units;
    }

    /** Adds to the line; where all of it is held, the addition is held for the same reason. */
    private void add(BigInteger units) {
      amount = amount.add(units);
      if (!whole.isEmpty()) {
        ofReason = ofReason.add(units);
      }
    }

    private Line line(Currency currency) {
      List<Line.Hold> holds = new ArrayList<>();
      boolean isWhole = disputed.isEmpty() && line.part() != Line.Part.RESERVE;
      if (ofReason.signum() > 0 || (isWhole && !whole.isEmpty())) {
        whole.forEach(
            hold -> holds.add(new Line.Hold(hold.reason(), Money.text(ofReason, currency), null)));
      }
      disputed.forEach((dispute, units) ->
          holds.add(new Line.Hold(Line.Reason.DISPUTE, Money.text(units, currency), dispute)));
      return new Line(
          line.id(),
          line.payee(),
          line.render(),
          line.pool(),
          line.part(),
          line.asset(),
          line.seconds(),
          line.weightedSeconds(),
          line.split(),
          line.measuredShare(),
          line.share(),
          Money.text(amount, currency),
          Money.text(amount.subtract(held()), currency),
          Money.text(held(), currency),
          holds,
          line.evidence());
    }
  }

  /** Something that happens to a dispute on a day. */
  private record Event(LocalDate day, boolean isAnswer, Dispute dispute) {
    private static final Comparator<Event> ORDER =
        Comparator.comparing(Event::day)
            .thenComparing(Event::isAnswer)
            .thenComparing(event -> event.dispute.id());
  }

  private final List<Line> undisputed;
  private final Currency currency;
  private final LocalDate lastDay;
  private final SortedMap<String, Account> accounts = new TreeMap<>(LargestRemainder.BY_CODE_POINT);
  private final Map<Id, BigInteger> differences = new HashMap<>();
  private final List<DisputeState> states = new ArrayList<>();
  private boolean isReserveOver;

  private DisputedLines(List<Line> undisputed, Currency currency, LocalDate lastDay) {
    this.undisputed = undisputed;
    this.currency = currency;
    this.lastDay = lastDay;
  }

  private void openAccounts() throws Failure.Refused {
    for (Line line : undisputed) {
      accounts.put(
          line.id(),
          new Account(
              line,
              Money.parse(line.amount(), currency).units(),
              Money.parse(line.held(), currency).units()));
    }
  }

  /**
   * The state on a day.
   *
   * @param lines as they are without any dispute, in order of their ids
   * @param disputes in any order, with handles
   * @param lastDay last day on which a dispute holds money; one that is opened later is recorded
   * @param day events after it are left out
   * @throws Failure.Refused if a dispute names a line that does not exist, wants no more than the
   *     line has, wants to hold more than there is, or is granted more than it wanted
   */
  public static DisputedLines on(
      List<Line> lines, List<Dispute> disputes, Currency currency, LocalDate lastDay, LocalDate day)
      throws Failure.Refused {
    DisputedLines state = new DisputedLines(lines, currency, lastDay);
    Set<Id> ids = new HashSet<>();
    List<Event> events = new ArrayList<>();
    for (Dispute each : disputes) {
      if (!ids.add(each.id())) {
        throw InvalidProposal.because(
            "Two disputes have the id " + each.id() + "; give each its own.");
      }
      events.add(new Event(each.opened(), false, each));
      Dispute.Answer answer = each.answer();
      if (answer != null) {
        if (answer.date().isBefore(each.opened())) {
          throw InvalidProposal.because(
              "The dispute "
                  + each.id()
                  + " is answered before it was opened; correct one of the dates.");
        }
        events.add(new Event(answer.date(), true, each));
      }
    }
    events.sort(Event.ORDER);
    boolean isOver = day.isAfter(lastDay) && lines.stream().anyMatch(DisputedLines::isReserve);
    if (!events.isEmpty() || isOver) {
      state.openAccounts();
    }
    for (Event event : events) {
      if (!event.day.isAfter(day)) {
        if (isOver && event.day.isAfter(lastDay)) {
          state.divideReserve();
        }
        if (event.isAnswer) {
          state.answer(event.dispute);
        } else {
          state.open(event.dispute);
        }
      }
    }
    if (isOver) {
      state.divideReserve();
    }
    return state;
  }

  private static boolean isReserve(Line line) {
    return line.part() == Line.Part.RESERVE;
  }

  /**
   * Divides what no dispute holds of the reserve: by the shares, once among payees, as the rest
   * was. Nobody's line becomes less by it.
   */
  private void divideReserve() throws Failure.Refused {
    isReserveOver = true;
    BigInteger units = BigInteger.ZERO;
    for (Account account : accounts.values()) {
      if (isReserve(account.line)) {
        units = units.add(account.empty());
      }
    }
    if (units.signum() == 0) {
      return;
    }
    List<LargestRemainder.Part> parts =
        accounts.entrySet().stream()
            .map(each -> {
              Line line = each.getValue().line;
              return new LargestRemainder.Part(each.getKey(), Share.claimant(line), line.share());
            })
            .toList();
    LargestRemainder.divideAmongPayees(units, parts)
        .forEach((line, mine) -> Objects.requireNonNull(accounts.get(line)).add(mine));
  }

  /** The lines in order of their ids. */
  public List<Line> lines() {
    if (states.isEmpty() && !isReserveOver) {
      return undisputed;
    }
    return accounts.values().stream().map(account -> account.line(currency)).toList();
  }

  /** The disputes that were opened, in order of day and id. */
  public List<DisputeState> disputes() {
    return List.copyOf(states);
  }

  private void open(Dispute dispute) throws Failure.Refused {
    BigInteger wanted = Money.parsePositive(dispute.amount(), currency).units();
    String own = dispute.line();
    BigInteger present = BigInteger.ZERO;
    if (own != null) {
      Account account = account(dispute, own);
      if (!dispute.payee().equals(account.line.payee())) {
        throw InvalidProposal.because(
            "The dispute "
                + dispute.id()
                + " is not by the payee of the line "
                + own
                + "; name the payee's own line, and under heldFrom those that have too much.");
      }
      present = account.amount;
    }
    BigInteger difference = wanted.subtract(present);
    if (difference.signum() <= 0) {
      throw InvalidProposal.because(
          "The dispute "
              + dispute.id()
              + " wants no more than its line has; name the amount that the line ought to be.");
    }
    boolean isLate = dispute.opened().isAfter(lastDay);
    states.add(
        new DisputeState(
            dispute.id(),
            dispute.payee(),
            own,
            dispute.amount(),
            Money.text(difference, currency),
            isLate,
            dispute.reason()));
    if (isLate) {
      return;
    }
    Map<String, Fraction> free = free(dispute);
    if (new Fraction(difference, BigInteger.ONE)
            .compareTo(CommonDenominator.sum(List.copyOf(free.values())))
        > 0) {
      throw InvalidProposal.because(
          "The dispute "
              + dispute.id()
              + " is about "
              + Money.text(difference, currency)
              + ", more than is due of "
              + (dispute.heldFrom().isEmpty() ? "the policy's reserve" : "the lines that it names")
              + "; name more lines under heldFrom.");
    }
    LargestRemainder.divide(difference, free)
        .forEach((line, units) -> {
          if (units.signum() > 0) {
            accounts.computeIfPresent(
                line,
                (id, account) -> {
                  account.hold(dispute.id(), units);
                  return account;
                });
          }
        });
    differences.put(dispute.id(), difference);
  }

  /** What may be held, by the lines that a dispute names. */
  private Map<String, Fraction> free(Dispute dispute) throws Failure.Refused {
    Map<String, Fraction> free = new HashMap<>();
    if (dispute.heldFrom().isEmpty()) {
      accounts.forEach((id, account) -> {
        if (isReserve(account.line)) {
          free.put(id, new Fraction(account.free(), BigInteger.ONE));
        }
      });
    }
    for (String id : dispute.heldFrom()) {
      Account account = account(dispute, id);
      if (id.equals(dispute.line())) {
        throw InvalidProposal.because(
            "The dispute "
                + dispute.id()
                + " holds from the line that it wants more for; name others under heldFrom.");
      }
      free.put(id, new Fraction(account.free(), BigInteger.ONE));
    }
    return free;
  }

  private Account account(Dispute dispute, String line) throws Failure.Refused {
    Account account = accounts.get(line);
    if (account == null) {
      throw InvalidProposal.because(
          "The dispute "
              + dispute.id()
              + " names the line "
              + line
              + ", which is not in the proposal; copy the id of the line from it.");
    }
    return account;
  }

  private void answer(Dispute dispute) throws Failure.Refused {
    BigInteger difference = differences.get(dispute.id());
    Dispute.Answer answer = dispute.answer();
    if (difference == null || answer == null) {
      return;
    }
    BigInteger granted = Money.parsePositive(answer.granted(), currency).units();
    if (granted.compareTo(difference) > 0) {
      throw InvalidProposal.because(
          "The answer to the dispute "
              + dispute.id()
              + " grants more than the difference of "
              + Money.text(difference, currency)
              + "; grant at most that, and make a correction for more.");
    }
    Map<String, Fraction> held = new HashMap<>();
    accounts.forEach((id, account) -> {
      BigInteger units = account.disputed.get(dispute.id());
      if (units != null) {
        held.put(id, new Fraction(units, BigInteger.ONE));
      }
    });
    LargestRemainder.divide(granted, held)
        .forEach((line, units) ->
            accounts.computeIfPresent(
                line,
                (id, account) -> {
                  account.release(dispute.id(), units);
                  return account;
                }));
    if (granted.signum() > 0) {
      Account winner = winner(dispute);
      winner.amount = winner.amount.add(granted);
    }
  }

  /** The account of who opened a dispute; somebody without a line gets one. */
  private Account winner(Dispute dispute) {
    String none = Money.text(BigInteger.ZERO, currency);
    Line fixed =
        DraftLines.offTheTop(dispute.payee(), Line.Part.FIXED, none, none, none, List.of());
    String line = dispute.line();
    return accounts.computeIfAbsent(
        line == null ? fixed.id() : line,
        id -> new Account(fixed, BigInteger.ZERO, BigInteger.ZERO));
  }
}
