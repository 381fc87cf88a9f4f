package io.patchwork.worker.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Adjustment;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.Schemas;
import io.patchwork.worker.LineageVector;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ProposalDraftTest {

  private static final String POOLS =
      """
        - {pool: video, weight: 6/10, metric: screen-seconds}
        - {pool: audio, weight: 3/10, metric: amplitude}
        - {pool: text, weight: 1/10, metric: equal-split}
      """;
  private static final String REMIXER = "{share: 1/10, cap: 1/4}";

  private static Film pair() {
    return new Film()
        .source(Pool.VIDEO, "va", 0, "5")
        .source(Pool.VIDEO, "vb", 0, "5")
        .by("va", "ana")
        .by("vb", "ben");
  }

  private static Map<String, String> shares(Proposal proposal) {
    Map<String, Fraction> sums = new TreeMap<>();
    for (Line line : proposal.body().lines()) {
      sums.merge(String.valueOf(line.payee()), line.share(), Fraction::plus);
    }
    Map<String, String> shares = new TreeMap<>();
    sums.forEach((payee, share) -> shares.put(payee, share.toString()));
    return shares;
  }

  private static Map<String, String> amounts(Proposal proposal) {
    Map<String, String> amounts = new TreeMap<>();
    proposal.body().payees().forEach(each -> amounts.put(each.payee().value(), each.amount()));
    return amounts;
  }

  private static PayeeTotal payee(Proposal proposal, String handle) {
    return proposal.body().payees().stream()
        .filter(each -> each.payee().value().equals(handle))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theVectorOfPoolsAndRemixerShareComesOutExactly() throws Exception {
    JsonNode vector = LineageVector.tree("12-pools-and-remixer-share");
    JsonNode weights = vector.path("pool_weights");
    Policy policy =
        Film.policy(
            POOLS,
            """
              - {pool: video, weight: %s, metric: screen-seconds}
              - {pool: audio, weight: %s, metric: amplitude}
              - {pool: text, weight: 0/1, metric: equal-split}
            """
                .formatted(weights.path("video").asString(), weights.path("audio").asString()),
            REMIXER,
            "{share: %s, cap: 1/1}".formatted(vector.path("remixer_share").asString()));
    Film film =
        new Film()
            .source(Pool.VIDEO, "A", 0, vector.at("/video_weighted_seconds/A").asString())
            .maker(Pool.VIDEO, "M", 0, vector.at("/video_weighted_seconds/M").asString())
            .source(Pool.VIDEO, "A", 1, "5/2")
            .source(Pool.VIDEO, "B", 1, "5/2")
            .source(Pool.AUDIO, "S", 0, vector.at("/audio_weighted_seconds/S").asString())
            .by("A", "A")
            .by("B", "B")
            .by("S", "S")
            .by("M", "m");

    Proposal proposal = film.divide("1000.00", "EUR", policy);

    Map<String, String> expected = new TreeMap<>();
    vector
        .at("/expected/shares")
        .properties()
        .forEach(each ->
            expected.put("h-" + each.getKey().replace("remixer:", ""), each.getValue().asString()));
    assertThat(shares(proposal)).isEqualTo(expected);
    Map<String, String> payout = new TreeMap<>();
    for (var each : vector.at("/expected/payout_of_100000").properties()) {
      payout.put(
          "h-" + each.getKey().replace("remixer:", ""),
          Money.text(new BigInteger(each.getValue().asString()), Money.currency("EUR")));
    }
    assertThat(amounts(proposal)).isEqualTo(payout);
  }

  @Test
  void allRemixersTogetherKeepNoMoreThanTheCapAndThoseFurtherOutComeFirst() {
    RemixShare remix =
        new RemixShare(new Policy.RemixerShare(Fraction.of(1, 5), Fraction.of(1, 2)));

    assertThat(List.of(remix.kept(0), remix.kept(1), remix.kept(2), remix.kept(3), remix.kept(4)))
        .hasToString("[1/5, 4/25, 16/125, 3/250, 0/1]");
    assertThat(remix.left(1)).hasToString("4/5");
    assertThat(remix.left(3)).hasToString("64/125");
    assertThat(remix.left(4)).isEqualTo(Fraction.of(1, 2));
    assertThat(remix.left(1000)).isEqualTo(Fraction.of(1, 2));
  }

  @Test
  void aPoolWithoutContentIsDroppedAndTheRestIsDivided() throws Exception {
    assertThat(amounts(pair().divide("0.03", "EUR", Film.policy())))
        .isEqualTo(Map.of("h-ana", "0.02", "h-ben", "0.01"));
  }

  @Test
  void aFixedRoleKeepsItsShareAndIsDroppedWhereNobodyHasIt() throws Exception {
    Policy policy =
        Film.policy(
            "roles: []", "roles: [{role: editor, share: 1/10}]", "weight: 1/10", "weight: 0/1");

    assertThat(shares(pair().role("editor", "otto").divide("10.00", "EUR", policy)))
        .isEqualTo(Map.of("h-ana", "9/20", "h-ben", "9/20", "h-otto", "1/10"));
    assertThat(shares(pair().divide("10.00", "EUR", policy)))
        .isEqualTo(Map.of("h-ana", "1/2", "h-ben", "1/2"));
  }

  @Test
  void secondsOfNobodyAreLeftOutOrTheHousesAsThePolicySays() throws Exception {
    Film film = pair().nobody(Pool.VIDEO, "10");

    assertThat(shares(film.divide("10.00", "EUR", Film.policy())))
        .isEqualTo(Map.of("h-ana", "1/2", "h-ben", "1/2"));
    assertThat(
            shares(
                film.divide(
                    "10.00",
                    "EUR",
                    Film.policy(
                        "unattributed: exclude", "unattributed: house", "# house:", "house:"))))
        .isEqualTo(Map.of("h-ana", "1/4", "h-ben", "1/4", "h-our-cooperative", "1/2"));
  }

  @Test
  void aShareThatIsOnlyProposedHoldsThatPersonsPartAlone() throws Exception {
    Film film =
        new Film()
            .source(Pool.VIDEO, "va", 0, "5")
            .people(
                AssetPeople.settled(
                    Film.content("va"),
                    List.of(
                        new AssetPeople.Maker(new Id("ana"), Fraction.of(1, 4), true),
                        new AssetPeople.Maker(new Id("ben"), Fraction.of(3, 4), false))));

    Proposal proposal = film.divide("100.00", "EUR", Film.policy());

    assertThat(payee(proposal, "h-ana").payable()).isEqualTo("25.00");
    assertThat(payee(proposal, "h-ben").payable()).isEqualTo("0.00");
    assertThat(payee(proposal, "h-ben").held()).isEqualTo("75.00");
    assertThat(proposal.body().due()).isEqualTo("25.00");
    assertThat(proposal.body().lines())
        .filteredOn(line -> !line.holds().isEmpty())
        .singleElement()
        .satisfies(line ->
            assertThat(line.holds().getFirst().reason()).isEqualTo(Line.Reason.SHARE_PROPOSED));
  }

  @Test
  void anAssetThatContainsARenderInAnUnknownPartIsHeldOrSplit() throws Exception {
    Film film =
        new Film()
            .source(Pool.VIDEO, "va", 0, "5")
            .people(
                new AssetPeople(
                    Film.content("va"),
                    List.of(new AssetPeople.Maker(new Id("uploader"), null, true)),
                    AssetPeople.Review.UNKNOWN_PART,
                    List.of(new Id("cho"), new Id("dan"))));

    assertThat(film.divide("100.00", "EUR", Film.policy()).body().due()).isEqualTo("0.00");
    assertThat(
            amounts(
                film.divide(
                    "100.00",
                    "EUR",
                    Film.policy(
                        "unknownPart: {of: hold}", "unknownPart: {of: split, contributors: 1/5}"))))
        .isEqualTo(Map.of("h-uploader", "20.00", "h-cho", "40.00", "h-dan", "40.00"));
  }

  @Test
  void nothingIsDueFromAnUnreviewedMatchOrWithoutAContributor() throws Exception {
    Film film =
        new Film()
            .source(Pool.VIDEO, "va", 0, "5")
            .source(Pool.VIDEO, "vb", 0, "5")
            .by("vb")
            .people(
                new AssetPeople(
                    Film.content("va"),
                    List.of(new AssetPeople.Maker(new Id("ana"), null, true)),
                    AssetPeople.Review.UNREVIEWED_MATCH,
                    List.of()));

    Proposal proposal = film.divide("100.00", "EUR", Film.policy());

    assertThat(proposal.body().due()).isEqualTo("0.00");
    assertThat(proposal.body().held()).isEqualTo("100.00");
    assertThat(proposal.body().lines())
        .extracting(line -> line.holds().getFirst().reason())
        .containsExactly(Line.Reason.NO_CONTRIBUTOR, Line.Reason.UNREVIEWED_MATCH);
  }

  @Test
  void adjustmentsAreKeptApartFromWhatWasMeasured() throws Exception {
    Decisions decisions =
        new Decisions(
            Decisions.FORMAT,
            List.of(
                new Adjustment.FixedAmount(
                    new Id("cho"), "10.00", new Id("eve"), "poster", Film.DAY),
                new Adjustment.ShareFactor(
                    new Id("ana"),
                    new Id("va"),
                    Pool.VIDEO,
                    Fraction.of(2),
                    new Id("eve"),
                    "the scene that everybody remembers",
                    Film.DAY)),
            List.of(),
            List.of());

    Proposal proposal = pair().divide("100.00", "EUR", Film.policy(), decisions, Film.DAY, null);

    assertThat(amounts(proposal))
        .isEqualTo(Map.of("h-ana", "60.00", "h-ben", "30.00", "h-cho", "10.00"));
    assertThat(proposal.body().lines())
        .filteredOn(line -> line.part() == Line.Part.SOURCE)
        .allSatisfy(line -> assertThat(line.measuredShare()).hasToString("1/2"))
        .extracting(line -> line.share().toString())
        .containsExactly("2/3", "1/3");
    assertThat(proposal.body().adjustments())
        .allSatisfy(each -> assertThat(each.author().value()).isEqualTo("h-eve"));
  }

  @Test
  void adjustmentsThatTakeMoreThanThereIsOrAreForNobodyAreRefused() throws Exception {
    Decisions tooMuch =
        decide(new Adjustment.FixedAmount(new Id("cho"), "100.01", new Id("eve"), "all", Film.DAY));
    Decisions unknown =
        decide(
            new Adjustment.ShareFactor(
                new Id("zoe"), null, null, Fraction.of(2), new Id("eve"), "?", Film.DAY));

    refused("more than the 100.00 EUR", tooMuch);
    refused("somebody without a share", unknown);
  }

  private static Decisions decide(Adjustment adjustment) {
    return new Decisions(Decisions.FORMAT, List.of(adjustment), List.of(), List.of());
  }

  private static void refused(String why, Decisions decisions) throws Exception {
    Policy policy = Film.policy();

    assertThatThrownBy(() -> pair().divide("100.00", "EUR", policy, decisions, Film.DAY, null))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining(why);
  }

  @Test
  void lessThanTheMinimumPayoutIsCarriedForwardAndBroughtIntoTheNext() throws Exception {
    Policy policy = Film.policy("EUR: \"0.00\"", "EUR: \"30.00\"");

    Proposal first = pair().divide("50.00", "EUR", policy);
    ProposalRequest next =
        new ProposalRequest(
            policy,
            List.of(new ProposalRequest.WeightedRender(pair().as("film"), Fraction.ONE)),
            Money.parse("20.00", Money.currency("EUR")),
            Decisions.NONE,
            Film.DAY,
            Film.DAY,
            null,
            Map.of(new Id("h-ana"), BigInteger.valueOf(2500)));

    assertThat(payee(first, "h-ana").payable()).isEqualTo("0.00");
    assertThat(payee(first, "h-ana").carriedForward()).isEqualTo("25.00");
    assertThat(payee(ProposalDraft.of(next, Film.HANDLES), "h-ana").payable()).isEqualTo("35.00");
  }

  @Test
  void theBodyIsTheSameForEveryProfile() throws Exception {
    Policy policy = Film.policy();
    Money amount = Money.parse("99.99", Money.currency("EUR"));
    RenderHoldings preview = pair().as("z-preview", "timeline");
    RenderHoldings prores = pair().as("a-prores", "timeline");

    Proposal one = draft(policy, amount, preview, pair().as("m-other", "other"));
    Proposal two = draft(policy, amount, pair().as("b-other", "other"), prores);

    assertThat(Json.canonical(one.body())).isEqualTo(Json.canonical(two.body()));
    assertThat(one.renders()).isNotEqualTo(two.renders());
  }

  private static Proposal draft(Policy policy, Money amount, RenderHoldings a, RenderHoldings b)
      throws Failure {
    return ProposalDraft.of(Film.first(policy, amount, a, b), Film.HANDLES);
  }

  @Test
  void aProposalIsWrittenAsItsSchemaSaysAndReadAgain() throws Exception {
    Proposal proposal = pair().divide("100.00", "EUR", Film.policy());

    assertThat(Schemas.violations("proposal.v1", Json.tree(Json.bytes(proposal)), "")).isEmpty();
    assertThat(Json.read(Json.bytes(proposal), Proposal.class)).isEqualTo(proposal);
  }

  @Test
  void sharesOfAnAssetThatDoNotSumToOneAreRefused() throws Exception {
    Policy policy = Film.policy();
    for (List<AssetPeople.Maker> makers :
        List.of(
            List.of(new AssetPeople.Maker(new Id("ana"), Fraction.of(9, 10), true)),
            List.of(
                new AssetPeople.Maker(new Id("ana"), Fraction.ONE, true),
                new AssetPeople.Maker(new Id("ben"), null, true)),
            List.of(
                new AssetPeople.Maker(new Id("ana"), Fraction.of(2), true),
                new AssetPeople.Maker(new Id("ben"), Fraction.of(-1), true)))) {
      Film film =
          new Film()
              .source(Pool.VIDEO, "va", 0, "5")
              .people(AssetPeople.settled(Film.content("va"), makers));

      assertThatThrownBy(() -> film.divide("100.00", "EUR", policy))
          .isInstanceOfSatisfying(
              Failure.Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(FailureCode.INVALID_PROPOSAL);
                assertThat(refused).hasMessageContaining("do not sum to one");
              });
    }
  }

  @Test
  void unknownPeopleAndARenderOfNobodyAreRefused() throws Exception {
    Policy policy = Film.policy();

    assertThatThrownBy(
            () -> new Film().source(Pool.VIDEO, "va", 0, "5").divide("1.00", "EUR", policy))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("people of asset va in render film are unknown");
    assertThatThrownBy(() -> new Film().nobody(Pool.VIDEO, "5").divide("1.00", "EUR", policy))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("Nobody has anything");
  }

  @Test
  void aShareThatNoDocumentCanHoldIsRefused() throws Exception {
    Policy policy = Film.policy(REMIXER, "{share: 1/1000, cap: 1/1}");
    Film deep =
        new Film()
            .source(Pool.VIDEO, "va", 1000, "5")
            .source(Pool.VIDEO, "vb", 0, "5")
            .by("va", "ana")
            .by("vb", "ben");

    assertThatThrownBy(() -> deep.divide("1.00", "EUR", policy))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("which no document can hold");
  }

  @Test
  void aNegativeAmountIsNotDivided() throws Exception {
    Policy policy = Film.policy();

    assertThatThrownBy(() -> pair().divide("-1.00", "EUR", policy))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("below zero");
  }

  @Test
  void theReserveIsHeld() throws Exception {
    Policy policy = Film.policy("reserve: 0/1", "reserve: 1/20", "# house:", "house:");

    Proposal proposal = pair().divide("100.00", "EUR", policy);

    assertThat(payee(proposal, "h-our-cooperative").held()).isEqualTo("5.00");
    assertThat(proposal.body().due()).isEqualTo("95.00");
  }
}
