package io.patchwork.worker.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Correction;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Dispute;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.proposal.ProposalBody;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One disputed line of forty, day by day. */
final class DisputedLinesTest {

  private static final LocalDate DAY_3 = Film.DAY.plusDays(3);
  private static final LocalDate DAY_20 = Film.DAY.plusDays(20);
  private static final String MINE = line(0);

  private static String line(int i) {
    return "h-p%02d/0/video/source/v%02d".formatted(i, i);
  }

  private static Film forty() {
    Film film = new Film();
    for (int i = 0; i < 40; i++) {
      film.source(Pool.VIDEO, "v%02d".formatted(i), 0, "1");
      film.by("v%02d".formatted(i), "p%02d".formatted(i));
    }
    return film;
  }

  private static Dispute dispute(
      @Nullable String line, String amount, List<String> from, Dispute.@Nullable Answer answer) {
    return new Dispute(
        new Id("d1"), new Id("p00"), line, amount, from, DAY_3, "I am in it longer", answer);
  }

  private static Dispute.Answer granted(String amount) {
    return new Dispute.Answer(DAY_20, amount, new Id("eve"), "the second half was counted");
  }

  private static Proposal on(LocalDate day, Dispute dispute, String... policy) throws Failure {
    return forty()
        .divide(
            "1000.01",
            "EUR",
            Film.policy(policy),
            new Decisions(Decisions.FORMAT, List.of(), List.of(dispute), List.of()),
            day,
            null);
  }

  private static Map<String, String> held(Proposal proposal) {
    Map<String, String> held = new TreeMap<>();
    for (Line line : proposal.body().lines()) {
      if (!line.held().equals("0.00")) {
        held.put(line.id(), line.held());
      }
    }
    return held;
  }

  private static Line named(Proposal proposal, String id) {
    return proposal.body().lines().stream()
        .filter(line -> line.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static BigInteger cents(String text) throws Failure {
    return Money.parse(text, Money.currency("EUR")).units();
  }

  @Test
  void dueAndHeldAreTheTotalOnEveryDayAndOnlyTheDifferenceIsHeld() throws Exception {
    Dispute dispute = dispute(MINE, "30.01", List.of(line(1), line(2), line(3)), granted("2.00"));

    for (int day = 0; day < 30; day++) {
      ProposalBody body = on(Film.DAY.plusDays(day), dispute).body();
      BigInteger sum = BigInteger.ZERO;
      for (Line line : body.lines()) {
        assertThat(cents(line.due()).add(cents(line.held()))).isEqualTo(cents(line.amount()));
        assertThat(cents(line.due()).signum()).isNotNegative();
        sum = sum.add(cents(line.amount()));
      }
      assertThat(sum).as("day " + day).isEqualTo(cents("1000.01"));
      assertThat(cents(body.due()).add(cents(body.held()))).isEqualTo(sum);
      assertThat(body.held()).as("day " + day).isEqualTo(day < 3 || day >= 20 ? "0.00" : "5.00");
    }
  }

  @Test
  void theDifferenceIsHeldProRataFromTheLinesThatAreNamedAndAllElseIsDue() throws Exception {
    Proposal open =
        on(DAY_3, dispute(MINE, "30.01", List.of(line(1), line(2), line(3)), granted("2.00")));

    assertThat(held(open)).isEqualTo(Map.of(line(1), "1.67", line(2), "1.67", line(3), "1.66"));
    assertThat(named(open, MINE).due()).isEqualTo("25.01");
    assertThat(named(open, line(1)).holds())
        .containsExactly(new Line.Hold(Line.Reason.DISPUTE, "1.67", new Id("d1")));
    assertThat(open.body().lines()).filteredOn(line -> line.held().equals("0.00")).hasSize(37);
    assertThat(open.body().disputes())
        .singleElement()
        .satisfies(state -> assertThat(state.difference()).isEqualTo("5.00"));
  }

  @Test
  void anAnswerMovesWhatIsGrantedAndGivesTheRestBack() throws Exception {
    Proposal answered =
        on(DAY_20, dispute(MINE, "30.01", List.of(line(1), line(2), line(3)), granted("2.00")));

    assertThat(held(answered)).isEmpty();
    assertThat(named(answered, MINE).due()).isEqualTo("27.01");
    assertThat(List.of(1, 2, 3))
        .extracting(i -> named(answered, line(i)).due())
        .containsExactly("24.33", "24.33", "24.34");
  }

  @Test
  void somebodyWithoutALineDisputesFromTheReserve() throws Exception {
    String[] policy = {"reserve: 0/1", "reserve: 1/10", "# house:", "house:"};
    Dispute dispute =
        new Dispute(
            new Id("d2"),
            new Id("left-out"),
            null,
            "40.00",
            List.of(),
            DAY_3,
            "I am not in it",
            granted("40.00"));

    Proposal open = on(DAY_3, dispute, policy);
    Proposal answered = on(DAY_20, dispute, policy);

    String reserve = "h-our-cooperative/-/-/reserve/-";
    assertThat(named(open, reserve).holds())
        .containsExactly(
            new Line.Hold(Line.Reason.RESERVE, "60.00", null),
            new Line.Hold(Line.Reason.DISPUTE, "40.00", new Id("d2")));
    assertThat(named(answered, "h-left-out/-/-/fixed/-").due()).isEqualTo("40.00");
    assertThat(answered.body().amount()).isEqualTo("1000.01");
  }

  private static final String[] WITH_RESERVE = {
    "reserve: 0/1", "reserve: 1/10", "# house:", "house:"
  };

  private static final String RESERVE = "h-our-cooperative/-/-/reserve/-";

  /** Somebody who is not in it, with an answer on a day. */
  private static Dispute leftOut(int answered) {
    return new Dispute(
        new Id("d2"),
        new Id("left-out"),
        null,
        "40.00",
        List.of(),
        DAY_3,
        "I am not in it",
        new Dispute.Answer(
            Film.DAY.plusDays(answered), "25.00", new Id("eve"), "for the sound alone"));
  }

  /** The day after the fourteen for disputes. */
  private static final int OVER = 15;

  @Test
  void theReserveIsDividedAsTheRestWasOnceTheDaysForDisputesAreOver() throws Exception {
    Proposal before = on(Film.DAY.plusDays(OVER - 1), leftOut(8), WITH_RESERVE);
    Proposal after = on(Film.DAY.plusDays(OVER), leftOut(8), WITH_RESERVE);

    // 1000.01: of 100.00 in the reserve 25.00 was granted; 900.01 and 75.00 go to forty alike.
    assertThat(held(before)).isEqualTo(Map.of(RESERVE, "75.00"));
    assertThat(held(after)).isEmpty();
    assertThat(named(after, RESERVE).amount()).isEqualTo("0.00");
    assertThat(named(after, RESERVE).holds()).isEmpty();
    assertThat(named(before, line(0)).due()).isEqualTo("22.51");
    assertThat(named(after, line(0)).due()).isEqualTo("24.39");
    assertThat(named(after, line(39)).due()).isEqualTo("24.37");
    assertThat(named(after, "h-left-out/-/-/fixed/-").due()).isEqualTo("25.00");
    assertThat(after.body().due()).isEqualTo("1000.01");
  }

  @Test
  void whatADisputeHoldsOfTheReserveIsDividedWhenItIsAnswered() throws Exception {
    Proposal open = on(Film.DAY.plusDays(OVER), leftOut(20), WITH_RESERVE);
    Proposal answered = on(DAY_20, leftOut(20), WITH_RESERVE);

    assertThat(held(open)).isEqualTo(Map.of(RESERVE, "40.00"));
    assertThat(held(answered)).isEmpty();
    assertThat(answered.body().due()).isEqualTo("1000.01");
  }

  @Test
  void theSumIsTheAmountOnEveryDayAndNoLineEverFallsByTheReserve() throws Exception {
    for (int answered : List.of(8, 14, 15, 20)) {
      Proposal last = on(Film.DAY, leftOut(answered), WITH_RESERVE);
      for (int day = 1; day < 30; day++) {
        Proposal proposal = on(Film.DAY.plusDays(day), leftOut(answered), WITH_RESERVE);
        ProposalBody body = proposal.body();
        BigInteger sum = BigInteger.ZERO;
        for (Line line : body.lines()) {
          sum = sum.add(cents(line.due())).add(cents(line.held()));
        }
        assertThat(sum).as("day " + day).isEqualTo(cents("1000.01"));
        assertThat(cents(body.due()).add(cents(body.held()))).isEqualTo(sum);
        for (int i = 0; i < 40; i++) {
          assertThat(cents(named(proposal, line(i)).amount()))
              .isGreaterThanOrEqualTo(cents(named(last, line(i)).amount()));
        }
        last = proposal;
      }
      assertThat(last.body().held()).isEqualTo("0.00");
    }
  }

  @Test
  void aCorrectionPaysTheReserveOutAndSaysSo() throws Exception {
    Proposal paid = on(Film.DAY, leftOut(8), WITH_RESERVE);

    Proposal now =
        forty()
            .divide(
                "1000.01",
                "EUR",
                Film.policy(WITH_RESERVE),
                Decisions.NONE,
                Film.DAY.plusDays(OVER),
                paid);

    Correction correction = Objects.requireNonNull(now.correction());
    assertThat(correction.payable()).isEqualTo("100.00");
    assertThat(correction.difference()).isEqualTo("0.00");
    assertThat(correction.lines())
        .filteredOn(line -> line.line().equals(line(0)))
        .singleElement()
        .satisfies(line ->
            assertThat(ChangeText.of(line, "EUR", Film.NAMES))
                .isEqualTo("+2.50 EUR since the reserve was given out"));
  }

  @Test
  void whereALineIsHeldItsPartOfTheReserveIsHeldForTheSameReason() throws Exception {
    Film film = new Film().source(Pool.VIDEO, "va", 0, "1").source(Pool.VIDEO, "vb", 0, "1");
    film.by("va", "ana").by("vb");

    Proposal proposal =
        film.divide(
            "100.00",
            "EUR",
            Film.policy(WITH_RESERVE),
            Decisions.NONE,
            Film.DAY.plusDays(OVER),
            null);

    assertThat(proposal.body().due()).isEqualTo("50.00");
    assertThat(named(proposal, "-/0/video/source/vb").holds())
        .containsExactly(new Line.Hold(Line.Reason.NO_CONTRIBUTOR, "50.00", null));
  }

  @Test
  void aDisputeAfterTheLastDayIsRecordedAndHoldsNothing() throws Exception {
    Dispute late =
        new Dispute(
            new Id("d1"),
            new Id("p00"),
            MINE,
            "30.00",
            List.of(line(1)),
            Film.DAY.plusDays(15),
            "late",
            null);

    Proposal proposal = on(Film.DAY.plusDays(16), late);

    assertThat(held(proposal)).isEmpty();
    assertThat(proposal.body().disputes())
        .singleElement()
        .satisfies(state -> assertThat(state.isLate()).isTrue());
  }

  @Test
  void aDisputeThatContradictsTheProposalIsRefused() throws Exception {
    List<String> one = List.of(line(1));

    refused("wants no more", dispute(MINE, "25.01", one, null));
    refused("more than is due of the lines", dispute(MINE, "90.00", one, null));
    refused("more than is due of the policy's reserve", dispute(MINE, "30.00", List.of(), null));
    refused("not in the proposal", dispute(MINE, "30.00", List.of("h-zoe/0/video/source/v"), null));
    refused("not by the payee", dispute(line(1), "30.00", one, null));
    refused("holds from the line", dispute(MINE, "30.00", List.of(MINE), null));
    refused("grants more", dispute(MINE, "30.00", one, granted("5.00")));
  }

  private static void refused(String why, Dispute dispute) {
    assertThatThrownBy(() -> on(DAY_20, dispute))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining(why);
  }

  @Test
  void thePolicySaysHowLongADisputeHoldsMoney() throws Exception {
    Policy policy = Film.policy("disputeDays: 14", "disputeDays: 2");

    Proposal proposal =
        forty()
            .divide(
                "1000.01",
                "EUR",
                policy,
                new Decisions(
                    Decisions.FORMAT,
                    List.of(),
                    List.of(dispute(MINE, "30.01", List.of(line(1)), null)),
                    List.of()),
                DAY_3,
                null);

    assertThat(held(proposal)).isEmpty();
  }
}
