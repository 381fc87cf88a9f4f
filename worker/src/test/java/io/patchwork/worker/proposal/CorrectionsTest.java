package io.patchwork.worker.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Adjustment;
import io.patchwork.schema.proposal.Correction;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.failure.Failure;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class CorrectionsTest {

  private static Film film(String seconds, String... ofVb) {
    return new Film()
        .source(Pool.VIDEO, "va", 0, "9")
        .source(Pool.VIDEO, "vb", 0, seconds)
        .by("va", "Ana")
        .by("vb", ofVb);
  }

  private static Proposal paid() throws Failure {
    return film("1", "Ben").divide("64.00", "EUR", Film.policy());
  }

  private static List<String> sentences(Proposal now) {
    return Objects.requireNonNull(now.correction()).lines().stream()
        .map(line -> ChangeText.of(line, now.body().currency(), Film.NAMES))
        .toList();
  }

  private static Proposal after(Film film, Policy policy, String amount) throws Failure {
    return film.divide(amount, "EUR", policy, Decisions.NONE, Film.DAY, paid());
  }

  @Test
  void aLineChangedSinceSomebodyWasAddedToAnAsset() throws Exception {
    Proposal now = after(film("1", "Ben", "Bea"), Film.policy(), "64.00");

    assertThat(sentences(now))
        .containsExactly(
            "+3.20 EUR since Bea was added to asset vb",
            "-3.20 EUR since Bea was added to asset vb");
    assertThat(Objects.requireNonNull(now.correction()).difference()).isEqualTo("0.00");
  }

  @Test
  void whatIsPaidAlreadyIsOffset() throws Exception {
    Proposal now = after(film("1", "Bea"), Film.policy(), "64.00");

    assertThat(sentences(now))
        .containsExactly(
            "+6.40 EUR since Bea was added to asset vb and Ben was removed from asset vb",
            "-6.40 EUR since Bea was added to asset vb and Ben was removed from asset vb");
    assertThat(now.body().payees())
        .extracting(each -> each.payee() + " " + each.payable() + " " + each.carriedForward())
        .containsExactly("h-Ana 0.00 0.00", "h-Bea 6.40 0.00", "h-Ben 0.00 -6.40");

    Proposal next =
        film("1", "Ben").divide("128.00", "EUR", Film.policy(), Decisions.NONE, Film.DAY, now);

    assertThat(next.body().payees())
        .extracting(each -> each.payee() + " " + each.payable() + " " + each.carriedForward())
        .containsExactly("h-Ana 57.60 0.00", "h-Bea 0.00 -6.40", "h-Ben 6.40 0.00");
  }

  @Test
  void everyOtherCauseIsNamed() throws Exception {
    Film split =
        new Film()
            .source(Pool.VIDEO, "va", 0, "9")
            .source(Pool.VIDEO, "vb", 0, "1")
            .by("va", "Ana")
            .people(
                AssetPeople.settled(
                    Film.content("vb"),
                    List.of(new AssetPeople.Maker(new Id("Ben"), Fraction.ONE, false))));
    Decisions factor =
        new Decisions(
            Decisions.FORMAT,
            List.of(
                new Adjustment.ShareFactor(
                    new Id("Ben"), null, null, Fraction.of(9), new Id("eve"), "why", Film.DAY)),
            List.of(),
            List.of());

    assertThat(sentences(after(film("6", "Ben"), Film.policy(), "64.00")))
        .containsExactly(
            "-19.20 EUR since the video seconds of asset vb changed",
            "+19.20 EUR since the video seconds of asset vb changed");
    assertThat(sentences(after(film("1", "Ben"), Film.policy(), "32.00")))
        .containsExactly(
            "-28.80 EUR since the amount to divide changed",
            "-3.20 EUR since the amount to divide changed");
    assertThat(
            sentences(
                after(
                    film("1", "Ben").nobody(Pool.VIDEO, "10"),
                    Film.policy("unattributed: exclude", "unattributed: house", "# h", "h"),
                    "64.00")))
        .allMatch(sentence -> sentence.contains("since the policy changed"));
    assertThat(sentences(after(split, Film.policy(), "64.00")))
        .containsExactly("+0.00 EUR since another part is held");
    assertThat(
            sentences(
                film("1", "Ben").divide("64.00", "EUR", Film.policy(), factor, Film.DAY, paid())))
        .containsExactly(
            "-25.60 EUR since the adjustments changed", "+25.60 EUR since the adjustments changed");
  }

  @Test
  void aSplitThatChangedIsNamed() throws Exception {
    Policy policy = Film.policy();
    Proposal equal = film("1", "Ben", "Bea").divide("64.00", "EUR", policy);
    Film other =
        new Film()
            .source(Pool.VIDEO, "va", 0, "9")
            .source(Pool.VIDEO, "vb", 0, "1")
            .by("va", "Ana")
            .people(
                AssetPeople.settled(
                    Film.content("vb"),
                    List.of(
                        new AssetPeople.Maker(new Id("Ben"), Fraction.of(3, 4), true),
                        new AssetPeople.Maker(new Id("Bea"), Fraction.of(1, 4), true))));

    assertThat(sentences(other.divide("64.00", "EUR", policy, Decisions.NONE, Film.DAY, equal)))
        .containsExactly(
            "-1.60 EUR since the shares of asset vb changed",
            "+1.60 EUR since the shares of asset vb changed");
  }

  @Test
  void aCorrectionInAnotherCurrencyIsRefused() throws Exception {
    Proposal paid = paid();
    Policy policy = Film.policy();

    assertThatThrownBy(
            () -> film("1", "Ben").divide("64.00", "USD", policy, Decisions.NONE, Film.DAY, paid))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("in EUR and this one in USD");
  }

  @Test
  void aCorrectionIsAgainstTheBodyThatItNames() throws Exception {
    Correction correction =
        Objects.requireNonNull(after(film("2", "Ben"), Film.policy(), "64.00").correction());

    assertThat(correction.corrects()).isEqualTo(paid().body().digest());
  }
}
