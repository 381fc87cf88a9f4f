package io.patchwork.worker.attribution.flat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Text;
import io.patchwork.worker.attribution.ancestry.Tile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is on at an instant.
 *
 * @param content of the asset; null for what nobody contributed
 * @param generator as in {@link io.patchwork.schema.lineage.Generated}; null for an asset
 * @param share of the frame, or of what is heard, 0 to 1; 1 for words
 * @param through the renders of the film's own timeline that it came through
 */
public record OnAt(
    Medium medium,
    @Nullable AssetContent content,
    @Nullable String generator,
    Fraction share,
    List<Id> through) {

  public OnAt {
    through = List.copyOf(through);
  }

  /** All that is on, by media, the largest share first. */
  public static List<OnAt> of(FlatFilm film, RationalTime time) {
    List<OnAt> on = new ArrayList<>();
    add(Medium.VIDEO, film.shares().pictures(), time, on);
    add(Medium.AUDIO, film.shares().sound(), time, on);
    for (Text words : film.shares().text()) {
      if (isDuring(words.out().start(), words.out().end(), time)) {
        on.add(
            new OnAt(
                Medium.TEXT, words.origin().content(), null, Fraction.ONE, words.via().first()));
      }
    }
    return on.stream()
        .sorted(
            Comparator.comparing(OnAt::medium)
                .thenComparing(OnAt::share, Comparator.reverseOrder())
                .thenComparing(each -> each.content + " " + each.generator))
        .toList();
  }

  private static boolean isDuring(RationalTime start, RationalTime end, RationalTime time) {
    return start.compareTo(time) <= 0 && time.compareTo(end) < 0;
  }

  private static void add(Medium medium, List<Slice> slices, RationalTime time, List<OnAt> on) {
    for (Slice slice : slices) {
      if (isDuring(slice.out().start(), slice.out().end(), time)) {
        Fraction at =
            time.minus(slice.out().start()).seconds().dividedBy(slice.out().length().seconds());
        add(medium, slice, at, on);
      }
    }
  }

  /** What came from one origin by any way. */
  private static final class Sum {
    private Fraction share = Fraction.ZERO;
    private final TreeSet<Id> through = new TreeSet<>();
  }

  private static void add(Medium medium, Slice slice, Fraction at, List<OnAt> on) {
    Map<Origin, Sum> sums = new LinkedHashMap<>();
    for (Tile tile : slice.tiles()) {
      for (Part part : tile.parts()) {
        Sum sum = sums.computeIfAbsent(part.origin(), any -> new Sum());
        sum.share = sum.share.plus(part.weight().at(at).times(tile.cell().area()));
        sum.through.addAll(part.via().first());
      }
    }
    sums.forEach((from, sum) -> {
      List<Id> through = List.copyOf(sum.through);
      if (sum.share.signum() > 0) {
        switch (from) {
          case Origin.OfAsset origin ->
              on.add(new OnAt(medium, origin.content(), null, sum.share, through));
          case Origin.Generated(String generator) ->
              on.add(new OnAt(medium, null, generator, sum.share, through));
          case Origin.Makers _ -> {}
        }
      }
    });
  }
}
