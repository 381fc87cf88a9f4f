package io.patchwork.worker.attribution.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ImportedLineage;
import io.patchwork.worker.attribution.flat.FlatFilm;
import io.patchwork.worker.attribution.flat.Run;
import io.patchwork.worker.attribution.flat.Runs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Durations of cues on random films. */
final class CueSheetTest {

  private static final int FILMS = 500;
  private static final int MAX_USES = 4;
  private static final long LENGTH = 400;

  private final Random random = new Random(20261127);

  /** A gain that changes in one of eight sounds. */
  private Ramp gain() {
    Fraction from = Fraction.of(random.nextInt(5), 2);
    return new Ramp(from, random.nextInt(8) == 0 ? Fraction.of(random.nextInt(5), 2) : from);
  }

  /** Sounds of {@code a} to {@code e}, which lie over each other as it comes. */
  private List<ImportedLineage.Segment> sounds(boolean hasRemix) {
    List<ImportedLineage.Segment> sounds = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(MAX_USES); i++) {
      long from = random.nextLong(LENGTH - 1);
      long to = from + 1 + random.nextLong(LENGTH - from);
      String asset =
          hasRemix && random.nextInt(3) == 0 ? "remix" : "" + (char) ('a' + random.nextInt(5));
      Interval out = new Interval(RationalTime.ofSeconds(from, 30), RationalTime.ofSeconds(to, 30));
      sounds.add(
          new ImportedLineage.Segment(Medium.AUDIO, out, new Id(asset), out, List.of(gain())));
    }
    return sounds;
  }

  /** Random film {@code seed} of 500. Its remix is as long, by a sound that nobody hears. */
  private FlatFilm film() throws Exception {
    Interval whole = new Interval(RationalTime.ZERO, RationalTime.ofSeconds(LENGTH + 1, 30));
    List<ImportedLineage.Segment> remix = sounds(false);
    remix.add(
        new ImportedLineage.Segment(
            Medium.AUDIO,
            whole,
            new Id("a"),
            whole,
            List.of(new Ramp(Fraction.ZERO, Fraction.ZERO))));
    return FlatFilm.of(
        new ImportedLineage(whole.end(), sounds(true), Map.of(new Id("remix"), remix)));
  }

  @Test
  void durationsComeToTheRunningTimeAtMost() throws Exception {
    int overlapping = 0;
    for (int i = 0; i < FILMS; i++) {
      FlatFilm film = film();
      List<Run> cues = CueSheet.cues(Runs.of(film));

      Fraction sum = cues.stream().map(Run::seconds).reduce(Fraction.ZERO, Fraction::plus);
      BigDecimal rounded =
          cues.stream()
              .map(cue -> ExportedFilm.seconds(cue.seconds()))
              .reduce(BigDecimal.ZERO, BigDecimal::add);

      assertThat(sum).as("film %d", i).isLessThanOrEqualTo(film.duration().seconds());
      assertThat(Fraction.of(rounded)).as("film %d", i).isLessThanOrEqualTo(sum);
      overlapping += cues.stream().anyMatch(cue -> cue.share().compareTo(Fraction.ONE) < 0) ? 1 : 0;
    }
    assertThat(overlapping).isGreaterThan(FILMS / 4);
  }
}
