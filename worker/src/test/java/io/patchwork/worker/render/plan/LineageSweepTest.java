package io.patchwork.worker.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.LineageSweep;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every instant of a film is accounted for, whatever its rate and length. */
final class LineageSweepTest {

  @Test
  void everyFrameAndSampleIsAccountedForOnce() {
    List<String> wrong =
        LineageSweep.all().parallelStream().flatMap(LineageSweepTest::problems).toList();

    assertThat(wrong).isEmpty();
  }

  private static Stream<String> problems(LineageSweep.Case film) {
    try {
      Lineage lineage = TestPlans.plan(film.otio()).lineage();
      return isWholeFrame(lineage) && isWholeSound(lineage) && !hasEmpty(lineage)
          ? Stream.empty()
          : Stream.of(film.toString());
    } catch (Exception e) {
      return Stream.of(film + ": " + e);
    }
  }

  private static boolean hasEmpty(Lineage lineage) {
    return lineage.uses().stream().map(Use::out).anyMatch(Interval::isEmpty)
        || lineage.generated().stream().map(Generated::out).anyMatch(Interval::isEmpty);
  }

  /** Whether the shares of the frame come to 1 at each instant. */
  private static boolean isWholeFrame(Lineage lineage) {
    NavigableMap<RationalTime, Fraction> steps = new TreeMap<>();
    lineage.uses().stream()
        .filter(use -> use.medium() == Medium.VIDEO)
        .forEach(use -> step(steps, use.out(), use.visible()));
    lineage.generated().stream()
        .filter(part -> part.medium() == Medium.VIDEO)
        .forEach(part -> step(steps, part.out(), part.visible()));
    Fraction sum = Fraction.ZERO;
    for (Fraction step : steps.headMap(steps.lastKey()).values()) {
      sum = sum.plus(step);
      if (!sum.equals(Fraction.ONE)) {
        return false;
      }
    }
    return steps.firstKey().equals(RationalTime.ZERO) && steps.lastKey().equals(lineage.duration());
  }

  private static void step(
      NavigableMap<RationalTime, Fraction> steps, Interval out, Fraction share) {
    steps.merge(out.start(), share, Fraction::plus);
    steps.merge(out.end(), share.negate(), Fraction::plus);
  }

  /** Whether somebody is heard, or there is silence and nobody is, at each instant. */
  private static boolean isWholeSound(Lineage lineage) {
    List<Interval> heard =
        lineage.uses().stream()
            .filter(use -> use.medium() == Medium.AUDIO && use.isPresent())
            .map(Use::out)
            .toList();
    List<Interval> silent =
        lineage.generated().stream()
            .filter(part -> part.medium() == Medium.AUDIO)
            .map(Generated::out)
            .toList();
    return IntervalSet.of(heard).gapsIn(RationalTime.ZERO, lineage.duration()).equals(silent)
        && heard.stream().allMatch(out -> out.end().compareTo(lineage.duration()) <= 0);
  }
}
