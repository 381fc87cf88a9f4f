package io.patchwork.worker.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Tile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Renders that are silent in a part. */
final class SilentRendersTest {

  private static final Sha256 RENDER = Sha256.of("render");
  private static final RationalTime SECOND = RationalTime.ofSeconds(1, 1);
  private static final RationalTime SAMPLE = RationalTime.ofSamples(1, 48_000);

  /** A fifth of a sample before the end of the first second. */
  private static final RationalTime SLIVER =
      SECOND.minus(new RationalTime(Fraction.of(1, 240_000)));

  private static Slice sound(RationalTime from, RationalTime to, boolean isHeard) {
    Tile tone = Tile.of(Box.WHOLE, List.of(Part.generated("tone", Polynomial.ONE)));
    return new Slice(new Interval(from, to), isHeard ? List.of(tone) : List.of());
  }

  private static Use use(RationalTime from, RationalTime to) {
    Interval range = new Interval(from, to);
    List<Ramp> gain = List.of(new Ramp(Fraction.ONE, Fraction.of(1, 2)));
    return Use.unseen(Medium.AUDIO, 0, range, new Id("remix"), RENDER, range, gain, Fraction.ONE);
  }

  private static List<String> heard(List<Slice> sound, Use... clip) {
    RationalTime end = sound.getLast().out().end();
    Mosaic render = new Mosaic(end, null, List.of(), sound, List.of());
    return SilentRenders.cut(
            List.of(clip),
            end,
            content -> content.equals(RENDER) ? Optional.of(render) : Optional.empty())
        .stream()
        .map(use -> use.out().start() + " to " + use.out().end() + ": " + use.visible())
        .toList();
  }

  private static final List<Slice> SILENT_FOR_A_SECOND =
      List.of(
          sound(RationalTime.ZERO, SECOND, false),
          sound(SECOND, RationalTime.ofSeconds(2, 1), true));

  @Test
  void aClipIsCutWhereItsRenderBeginsToSound() {
    assertThat(heard(SILENT_FOR_A_SECOND, use(RationalTime.ZERO, RationalTime.ofSeconds(2, 1))))
        .containsExactly("0/1 to 1/1: 0/1", "1/1 to 2/1: 1/1");
  }

  @Test
  void whatAFadeCutsOffASilentClipIsSilentToo() {
    assertThat(heard(SILENT_FOR_A_SECOND, use(RationalTime.ZERO, SLIVER), use(SLIVER, SECOND)))
        .containsExactly("0/1 to 239999/240000: 0/1", "239999/240000 to 1/1: 0/1");
  }

  @Test
  void aSampleBetweenTwoSoundsIsNoSilence() {
    RationalTime after = SECOND.plus(SAMPLE);
    RationalTime end = RationalTime.ofSeconds(2, 1);

    assertThat(
            heard(
                List.of(
                    sound(RationalTime.ZERO, SECOND, true),
                    sound(SECOND, after, false),
                    sound(after, end, true)),
                use(RationalTime.ZERO, end)))
        .containsExactly("0/1 to 2/1: 1/1");
  }
}
