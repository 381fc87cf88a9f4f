package io.patchwork.worker.attribution.flat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Text;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.attribution.ancestry.Via;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the runs of a film, slice by slice. */
public final class Runs {

  private final List<Run> runs = new ArrayList<>();

  /** The last run of each, as an index into {@code runs}. */
  private final Map<Key, Integer> last = new HashMap<>();

  private record Key(Medium medium, AssetContent content, boolean isRender) {}

  /** What something has of a slice. */
  private static final class Sum {
    private Fraction share = Fraction.ZERO;
    private final TreeSet<Id> through = new TreeSet<>();
  }

  private Runs() {}

  /** All runs, in order of time, then of media and assets. */
  public static List<Run> of(FlatFilm film) {
    Runs found = new Runs();
    film.shares().pictures().forEach(slice -> found.add(Medium.VIDEO, slice));
    film.shares().sound().forEach(slice -> found.add(Medium.AUDIO, slice));
    film.shares().text().stream()
        .sorted(Comparator.comparing(words -> words.out().start()))
        .forEach(found::add);
    return found.runs.stream()
        .sorted(
            Comparator.comparing((Run run) -> run.out().start())
                .thenComparing(Run::medium)
                .thenComparing(Run::isRender)
                .thenComparing(Run::asset))
        .toList();
  }

  private void add(Medium medium, Slice slice) {
    Map<Key, Sum> sums = new LinkedHashMap<>();
    for (Tile tile : slice.tiles()) {
      for (Part part : tile.parts()) {
        add(medium, part, tile.cell().area(), sums);
      }
    }
    Fraction length = slice.out().length().seconds();
    sums.forEach((key, sum) -> {
      if (sum.share.signum() > 0) {
        add(key, slice.out(), sum.share.times(length), sum.through);
      }
    });
  }

  private static void add(Medium medium, Part part, Fraction area, Map<Key, Sum> sums) {
    Via via = part.via();
    Fraction share = part.weight().mean().times(area);
    if (part.origin() instanceof Origin.OfAsset origin) {
      add(new Key(medium, origin.content(), false), share, via.first(), sums);
    }
    for (int i = 0; i < via.steps().size(); i++) {
      List<Id> through = i == 0 ? List.of() : via.first();
      for (Via.Step step : via.steps().get(i)) {
        add(
            new Key(medium, step.render(), true),
            step.share() == null ? share : step.share().mean().times(area),
            through,
            sums);
      }
    }
  }

  private static void add(Key key, Fraction share, List<Id> through, Map<Key, Sum> sums) {
    Sum sum = sums.computeIfAbsent(key, any -> new Sum());
    sum.share = sum.share.plus(share);
    sum.through.addAll(through);
  }

  private void add(Text words) {
    add(
        new Key(Medium.TEXT, words.origin().content(), false),
        words.out(),
        words.out().length().seconds(),
        words.via().first());
  }

  private void add(Key key, Interval out, Fraction seconds, Collection<Id> hops) {
    TreeSet<Id> through = new TreeSet<>(hops);
    Integer at = last.get(key);
    if (at != null && runs.get(at).out().end().compareTo(out.start()) >= 0) {
      Run before = runs.get(at);
      through.addAll(before.through());
      runs.set(
          at,
          new Run(
              key.medium,
              key.content,
              new Interval(before.out().start(), RationalTime.max(before.out().end(), out.end())),
              before.seconds().plus(seconds),
              List.copyOf(through),
              key.isRender));
      return;
    }
    last.put(key, runs.size());
    runs.add(new Run(key.medium, key.content, out, seconds, List.copyOf(through), key.isRender));
  }
}
