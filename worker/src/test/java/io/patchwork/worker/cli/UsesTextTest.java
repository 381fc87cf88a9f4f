package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.TestLineage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the uses of a lineage are printed for a person. */
final class UsesTextTest {

  private static final int PIECES = 16;

  private final List<Use> uses = new ArrayList<>();
  private final List<Generated> generated = new ArrayList<>();

  private static Interval interval(long from, long to) {
    return new Interval(RationalTime.ofSeconds(from, PIECES), RationalTime.ofSeconds(to, PIECES));
  }

  /** A use of times in sixteenths of a second; the source begins with the asset. */
  private void use(
      Medium medium,
      int layer,
      String asset,
      long from,
      long to,
      Fraction visible,
      Ramp... weight) {
    uses.add(
        Use.unseen(
            medium,
            layer,
            interval(from, to),
            new Id(asset),
            Sha256.of(asset),
            interval(from, to),
            List.of(weight),
            visible));
  }

  private void sound(String asset, long from, long to, Ramp... weight) {
    use(Medium.AUDIO, 0, asset, from, to, Fraction.ONE, weight);
  }

  private static Ramp ramp(Fraction from, Fraction to) {
    return new Ramp(from, to);
  }

  /** A square, in pieces that are straight. */
  private static Fraction curve(long piece) {
    return Fraction.of(piece * piece, PIECES * PIECES);
  }

  private List<String> lines() {
    return UsesText.lines(
        TestLineage.of(
            RationalTime.ofSeconds(4, 1),
            FrameRate.of(25, 1),
            48_000,
            uses,
            generated,
            List.of(),
            List.of()),
        List.of(),
        LineageLabels.NONE);
  }

  @Test
  void aCrossfadeIsALineForEachOfItsSounds() {
    sound("a", 0, 16);
    sound("b", 32, 48);
    for (int i = 0; i < PIECES; i++) {
      sound("a", 16 + i, 17 + i, ramp(curve(PIECES - i), curve(PIECES - i - 1)));
      sound("b", 16 + i, 17 + i, ramp(curve(i), curve(i + 1)));
    }

    assertThat(lines())
        .containsExactly(
            "audio    0:00:00.000 – 0:00:02.000  a  gain 1 → 0",
            "audio    0:00:01.000 – 0:00:03.000  b  gain 0 → 1");
  }

  @Test
  void keyedGainsShowWhereTheyTurn() {
    Fraction half = Fraction.of(1, 2);
    sound("a", 0, 4, ramp(Fraction.ZERO, Fraction.ONE));
    sound("a", 4, 8);
    sound("a", 8, 12, ramp(Fraction.ONE, half));
    sound("a", 12, 16, ramp(half, Fraction.of(3, 4)), ramp(Fraction.ONE, Fraction.ONE));

    assertThat(lines())
        .containsExactly("audio    0:00:00.000 – 0:00:01.000  a  gain 0 → 1 → 0.5 → 0.75");
  }

  @Test
  void aFadeOfAPictureShowsItsOpacityAndItsMeanShare() {
    Fraction half = Fraction.of(1, 2);
    use(Medium.VIDEO, 1, "a", 0, 16, half, ramp(Fraction.ZERO, Fraction.ONE));
    use(Medium.VIDEO, 1, "a", 16, 32, Fraction.ONE);

    assertThat(lines())
        .containsExactly("video    0:00:00.000 – 0:00:02.000  a  (75 %)  opacity 0 → 1");
  }

  @Test
  void whatIsCoveredForATimeStaysApart() {
    use(Medium.VIDEO, 0, "a", 0, 16, Fraction.ONE);
    use(Medium.VIDEO, 0, "a", 16, 32, Fraction.ZERO);

    assertThat(lines())
        .containsExactly(
            "video    0:00:00.000 – 0:00:01.000  a",
            "video    0:00:01.000 – 0:00:02.000  a  (not visible)");
  }

  @Test
  void anotherPartOfTheSourceOrAnotherLayerStaysApart() {
    sound("a", 0, 16);
    uses.add(
        Use.unseen(
            Medium.AUDIO,
            0,
            interval(16, 32),
            new Id("a"),
            Sha256.of("a"),
            interval(48, 64),
            List.of(),
            Fraction.ONE));
    use(Medium.AUDIO, 1, "a", 32, 48, Fraction.ONE);

    assertThat(lines()).hasSize(3);
  }

  @Test
  void soundOfGainZeroIsNotHeard() {
    sound("a", 0, 16, ramp(Fraction.ZERO, Fraction.ZERO));

    assertThat(lines()).isEmpty();
  }

  @Test
  void linesAreInOrderOfTimeThenOfLayers() {
    use(Medium.VIDEO, 1, "top", 0, 16, Fraction.ONE);
    use(Medium.VIDEO, 0, "later", 16, 32, Fraction.ONE);
    use(Medium.VIDEO, 0, "bottom", 0, 16, Fraction.ONE);
    sound("music", 0, 16);
    generated.add(new Generated(Medium.AUDIO, interval(16, 32), Generated.SILENCE, Fraction.ONE));

    assertThat(lines().stream().map(line -> line.replaceFirst(".* {2}", "")))
        .containsExactly("bottom", "top", "music", "later", "(silence)");
  }

  @Test
  void blackBetweenTwoClipsIsALineWithItsShare() {
    for (int i = 0; i < PIECES; i++) {
      generated.add(
          new Generated(Medium.VIDEO, interval(i, i + 1), Generated.BLACK, Fraction.of(i % 2)));
    }
    generated.add(new Generated(Medium.VIDEO, interval(32, 48), Generated.BLACK, Fraction.ONE));

    assertThat(lines())
        .containsExactly(
            "video    0:00:00.000 – 0:00:01.000  (black)  (50 %)",
            "video    0:00:02.000 – 0:00:03.000  (black)");
  }

  @Test
  void aDissolveIsALineForEachOfItsPictures() {
    Fraction half = Fraction.of(1, 2);
    use(Medium.VIDEO, 0, "a", 0, 16, Fraction.ONE);
    use(Medium.VIDEO, 0, "a", 16, 32, half);
    use(Medium.VIDEO, 1, "b", 16, 32, half, ramp(Fraction.ZERO, Fraction.ONE));
    use(Medium.VIDEO, 0, "b", 32, 48, Fraction.ONE);

    assertThat(lines())
        .containsExactly(
            "video    0:00:00.000 – 0:00:02.000  a  (75 %)",
            "video    0:00:01.000 – 0:00:03.000  b  (75 %)  opacity 0 → 1");
  }
}
