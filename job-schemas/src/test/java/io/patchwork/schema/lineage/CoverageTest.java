package io.patchwork.schema.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CoverageTest {

  private static final Sha256 DIGEST = Sha256.of("x");

  private static Interval seconds(long from, long to) {
    return new Interval(RationalTime.ofSeconds(from, 1), RationalTime.ofSeconds(to, 1));
  }

  private static Use use(Medium medium, String asset, long from, long to, Fraction visible) {
    return Use.unseen(
        medium,
        0,
        seconds(from, to),
        new Id(asset),
        DIGEST,
        seconds(0, to - from),
        List.of(),
        visible);
  }

  private static Lineage lineage(int sampleRate, List<Use> uses, List<Generated> generated) {
    List<Credit> credits =
        List.of(
            new Credit(
                new Id("a"),
                DIGEST,
                List.of(new Contributor(new Id("ana"), "Ana", null)),
                List.of()),
            new Credit(
                new Id("b"),
                DIGEST,
                List.of(new Contributor(new Id("ana"), "Ana", null)),
                List.of()));
    return new Lineage(
        Lineage.FORMAT,
        new Id("r"),
        DIGEST,
        DIGEST,
        RationalTime.ofSeconds(10, 1),
        FrameRate.of(24, 1),
        sampleRate,
        uses,
        generated,
        List.of(),
        List.of(),
        List.of(),
        credits,
        List.of(),
        null,
        null,
        null,
        null,
        List.of(),
        null);
  }

  @Test
  void aLineageThatAccountsForEverythingHasNoProblems() {
    Lineage whole =
        lineage(
            48_000,
            List.of(
                use(Medium.VIDEO, "a", 0, 4, Fraction.ONE),
                use(Medium.AUDIO, "b", 0, 10, Fraction.ONE)),
            List.of(new Generated(Medium.VIDEO, seconds(4, 10), Generated.BLACK, Fraction.ONE)));

    assertThat(Coverage.problems(whole)).isEmpty();
  }

  @Test
  void aHoleIsNamed() {
    Lineage holed =
        lineage(
            0,
            List.of(
                use(Medium.VIDEO, "a", 0, 4, Fraction.ONE),
                use(Medium.VIDEO, "b", 5, 10, Fraction.ONE)),
            List.of());

    assertThat(Coverage.problems(holed)).containsExactly("video from 4/1 to 5/1 is nobody's");
  }

  @Test
  void whatIsCoveredAccountsForNothing() {
    Lineage covered = lineage(0, List.of(use(Medium.VIDEO, "a", 0, 10, Fraction.ZERO)), List.of());

    assertThat(Coverage.problems(covered)).hasSize(1);
  }

  @Test
  void missingSoundIsAHoleWhereThereIsSound() {
    Lineage mute = lineage(48_000, List.of(use(Medium.VIDEO, "a", 0, 10, Fraction.ONE)), List.of());

    assertThat(Coverage.problems(mute)).containsExactly("audio from 0/1 to 10/1 is nobody's");
  }

  @Test
  void whatLiesOutsideTheOutputIsNamed() {
    Lineage beyond = lineage(0, List.of(use(Medium.VIDEO, "a", 0, 11, Fraction.ONE)), List.of());

    assertThat(Coverage.problems(beyond))
        .containsExactly("video from 0/1 to 11/1 lies outside the output");
  }

  @Test
  void presenceCountsOverlapsOnce() {
    Lineage twice =
        lineage(
            48_000,
            List.of(
                use(Medium.VIDEO, "a", 0, 6, Fraction.ONE),
                use(Medium.VIDEO, "b", 4, 8, Fraction.ONE),
                use(Medium.VIDEO, "b", 8, 10, Fraction.ZERO),
                use(Medium.AUDIO, "a", 1, 3, Fraction.ONE)),
            List.of());

    assertThat(Presence.of(twice))
        .singleElement()
        .satisfies(ana -> {
          assertThat(ana.seen()).isEqualTo(RationalTime.ofSeconds(8, 1));
          assertThat(ana.heard()).isEqualTo(RationalTime.ofSeconds(2, 1));
        });
  }
}
