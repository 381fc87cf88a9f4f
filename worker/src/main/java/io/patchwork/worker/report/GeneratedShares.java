package io.patchwork.worker.report;

import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The shares of what a program made, and of silence. */
final class GeneratedShares {

  private final List<ReportData.Part> parts;
  private final Map<List<List<Integer>>, IntervalSet> authored;
  private final Fraction film;

  /** What a generator made, over all ways that it came. */
  private record Sum(Fraction seconds, List<Interval> ranges) {
    Sum plus(Sum other) {
      List<Interval> both = new ArrayList<>(ranges);
      both.addAll(other.ranges);
      return new Sum(seconds.plus(other.seconds), both);
    }
  }

  private record Kind(String generator, boolean hasAuthor) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int order = generator.compareTo(other.generator);
      return order != 0 ? order : Boolean.compare(hasAuthor, other.hasAuthor);
    }
  }

  /**
   * The shares of a film.
   *
   * @param authored by the way that they came, when words in the picture have a known author
   * @param duration of the film
   */
  GeneratedShares(
      List<ReportData.Part> parts,
      Map<List<List<Integer>>, IntervalSet> authored,
      RationalTime duration) {
    this.parts = parts;
    this.authored = authored;
    this.film = duration.seconds();
  }

  /** By generator; words in the picture apart by whether their author is known. */
  List<ReportData.Unattributed> of(Medium medium, MediumShares shares) {
    Map<Kind, Sum> sums = new TreeMap<>();
    for (int part : shares.parts()) {
      ReportData.Part each = parts.get(part);
      if (each.generated() == null) {
        continue;
      }
      IntervalSet known =
          each.generated().equals(Generated.TEXT)
              ? authored.getOrDefault(each.via(), IntervalSet.of(List.of()))
              : IntervalSet.of(List.of());
      for (Interval range : IntervalSet.of(shares.ranges(part)).parts()) {
        List<Interval> others = known.gapsIn(range.start(), range.end());
        add(new Kind(each.generated(), false), part, others, shares, sums);
        List<Interval> written = IntervalSet.of(others).gapsIn(range.start(), range.end());
        add(new Kind(each.generated(), true), part, written, shares, sums);
      }
    }
    if (medium == Medium.AUDIO && !shares.silence().parts().isEmpty()) {
      sums.put(
          new Kind(Generated.SILENCE, false),
          new Sum(shares.silence().length().seconds(), shares.silence().parts()));
    }
    List<ReportData.Unattributed> all = new ArrayList<>();
    sums.forEach((kind, sum) ->
        all.add(
            new ReportData.Unattributed(
                medium,
                kind.generator,
                kind.hasAuthor,
                film.signum() == 0 ? Fraction.ZERO : sum.seconds.dividedBy(film),
                IntervalSet.of(sum.ranges).parts())));
    return all;
  }

  private static void add(
      Kind kind, int part, List<Interval> ranges, MediumShares shares, Map<Kind, Sum> to) {
    for (Interval range : ranges) {
      Fraction seconds = shares.mean(each -> each == part, range).times(range.length().seconds());
      to.merge(kind, new Sum(seconds, List.of(range)), Sum::plus);
    }
  }
}
