package io.patchwork.worker.report;

import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Tile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The shares of the pictures or of the sound of a film, by part, and for how long each lasts. */
final class MediumShares {

  private final List<ReportData.Span> spans = new ArrayList<>();
  private final Map<Integer, List<Timed>> shares = new TreeMap<>();
  private final Map<Integer, List<Run>> runs = new TreeMap<>();
  private final Map<Integer, Fraction> seconds = new TreeMap<>();
  private final List<Interval> silence = new ArrayList<>();

  /** A range in which a part goes on, and where in the asset it is at its end. */
  private record Run(Interval out, Set<RationalTime> sourceEnds) {}

  /** What a part has of a slice, over all tiles. */
  private record Sum(Polynomial share, Set<RationalTime> starts, Set<RationalTime> ends) {}

  /**
   * The shares of slices.
   *
   * @param rate positions per second
   */
  MediumShares(List<Slice> slices, Fraction rate, PartTable table) {
    for (Slice slice : slices) {
      Map<Integer, Sum> sums = sums(slice, table);
      List<List<Integer>> pairs = new ArrayList<>();
      sums.forEach((part, sum) -> {
        pairs.add(List.of(part, table.share(sum.share)));
        shares.computeIfAbsent(part, _ -> new ArrayList<>()).add(new Timed(slice.out(), sum.share));
        seconds.merge(part, new Timed(slice.out(), sum.share).seconds(), Fraction::plus);
        extend(runs.computeIfAbsent(part, _ -> new ArrayList<>()), slice.out(), sum);
      });
      if (sums.isEmpty()) {
        silence.add(slice.out());
      }
      RationalTime start = slice.out().start();
      long position = start.seconds().times(rate).floor().longValueExact();
      spans.add(new ReportData.Span(start, position, pairs));
    }
  }

  private static Map<Integer, Sum> sums(Slice slice, PartTable table) {
    Map<Integer, Sum> sums = new TreeMap<>();
    for (Tile tile : slice.tiles()) {
      Fraction area = tile.cell().area();
      for (Part part : tile.parts()) {
        if (part.weight().isZero()) {
          continue;
        }
        sums.merge(
            table.part(part.origin(), part.via()),
            new Sum(
                part.weight().times(area),
                Set.of(part.source().start()),
                Set.of(part.source().end())),
            (one, other) ->
                new Sum(
                    one.share.plus(other.share),
                    union(one.starts, other.starts),
                    union(one.ends, other.ends)));
      }
    }
    return sums;
  }

  private static Set<RationalTime> union(Set<RationalTime> some, Set<RationalTime> others) {
    Set<RationalTime> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  private static void extend(List<Run> runs, Interval out, Sum sum) {
    if (!runs.isEmpty()) {
      Run last = runs.getLast();
      if (last.out.end().equals(out.start())
          && sum.starts.stream().anyMatch(last.sourceEnds::contains)) {
        runs.set(runs.size() - 1, new Run(new Interval(last.out.start(), out.end()), sum.ends));
        return;
      }
    }
    runs.add(new Run(out, sum.ends));
  }

  List<ReportData.Span> spans() {
    return List.copyOf(spans);
  }

  /** The parts that have any share, in order. */
  Set<Integer> parts() {
    return new TreeSet<>(shares.keySet());
  }

  /** The ranges in which a part goes on without a break in the asset. */
  List<Interval> ranges(int part) {
    return runs.getOrDefault(part, List.of()).stream().map(Run::out).toList();
  }

  /** Mean share of some parts together during a range. */
  Fraction mean(Predicate<Integer> isMeant, Interval range) {
    return shares.entrySet().stream()
        .filter(each -> isMeant.test(each.getKey()))
        .map(each -> Timed.mean(each.getValue(), range))
        .reduce(Fraction.ZERO, Fraction::plus);
  }

  /** Share times seconds of a part. */
  Fraction seconds(int part) {
    return seconds.getOrDefault(part, Fraction.ZERO);
  }

  /** When nobody has a share. */
  IntervalSet silence() {
    return IntervalSet.of(silence);
  }
}
