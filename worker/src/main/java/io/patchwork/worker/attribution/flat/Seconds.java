package io.patchwork.worker.attribution.flat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Tile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The uses of a flat film and how many seconds each asset has of it, by media. Seconds of pictures
 * and sound are weighted by shares; of words they are those in which they are read.
 *
 * @param weightedSeconds shares added up
 * @param presenceSeconds how long each asset has any share
 * @param perSecond weighted seconds of each second, in order
 */
public record Seconds(
    List<Segment> segments,
    @JsonProperty("weighted_seconds") Map<String, Map<Id, Fraction>> weightedSeconds,
    @JsonProperty("presence_seconds") Map<String, Map<Id, Fraction>> presenceSeconds,
    @JsonProperty("per_second") Map<String, List<Map<Id, Fraction>>> perSecond) {

  private static final List<Ramp> ONE = List.of(new Ramp(Fraction.ONE, Fraction.ONE));

  /**
   * A use.
   *
   * @param src range in the asset
   * @param weight factors of its opacity or gain; one of 1 where nothing changes it
   * @param via the renders that it came through, the outermost first
   */
  public record Segment(
      Medium kind, Interval out, Id asset, Interval src, List<Ramp> weight, List<Id> via) {

    private static Segment of(Use use) {
      return new Segment(
          use.medium(),
          use.out(),
          use.asset(),
          use.source(),
          use.weight().isEmpty() ? ONE : use.weight(),
          use.via().stream().flatMap(List::stream).toList());
    }
  }

  /** Counts a film. */
  public static Seconds of(FlatFilm film) {
    Map<String, Map<Id, Fraction>> weighted = new TreeMap<>();
    Map<String, Map<Id, Fraction>> presence = new TreeMap<>();
    for (Run run : Runs.of(film)) {
      if (!run.isRender()) {
        String medium = run.medium().wireName();
        weighted
            .computeIfAbsent(medium, any -> new TreeMap<>())
            .merge(run.asset(), run.seconds(), Fraction::plus);
        presence
            .computeIfAbsent(medium, any -> new TreeMap<>())
            .merge(run.asset(), run.out().length().seconds(), Fraction::plus);
      }
    }
    Map<String, List<Map<Id, Fraction>>> perSecond = new TreeMap<>();
    for (String medium : weighted.keySet()) {
      perSecond.put(medium, perSecond(film, medium));
    }
    return new Seconds(segments(film), weighted, presence, perSecond);
  }

  /** All uses with any share, by media, then in order of time. */
  private static List<Segment> segments(FlatFilm film) {
    return film.uses().stream()
        .filter(Use::isPresent)
        .map(Segment::of)
        .sorted(
            Comparator.comparing((Segment each) -> each.kind.wireName())
                .thenComparing(each -> each.out.start())
                .thenComparing(Segment::asset)
                .thenComparing(each -> each.out.end())
                .thenComparing(each -> each.src.start()))
        .toList();
  }

  /** The weighted seconds of each second in a medium. */
  private static List<Map<Id, Fraction>> perSecond(FlatFilm film, String medium) {
    List<Map<Id, Fraction>> seconds = new ArrayList<>();
    int count = film.duration().seconds().ceiling().intValueExact();
    for (int i = 0; i < count; i++) {
      seconds.add(new TreeMap<>());
    }
    if (medium.equals(Medium.TEXT.wireName())) {
      film.shares()
          .text()
          .forEach(words -> add(words.origin().asset(), Polynomial.ONE, words.out(), seconds));
    } else {
      List<Slice> slices =
          medium.equals(Medium.VIDEO.wireName()) ? film.shares().pictures() : film.shares().sound();
      for (Slice slice : slices) {
        shares(slice).forEach((asset, share) -> add(asset, share, slice.out(), seconds));
      }
    }
    return seconds;
  }

  /** The share of each asset in all of a slice. */
  static Map<Id, Polynomial> shares(Slice slice) {
    Map<Id, Polynomial> shares = new HashMap<>();
    for (Tile tile : slice.tiles()) {
      Fraction area = tile.cell().area();
      for (Part part : tile.parts()) {
        if (part.origin() instanceof Origin.OfAsset(Id asset, var _)) {
          shares.merge(asset, part.weight().times(area), Polynomial::plus);
        }
      }
    }
    return shares;
  }

  private static void add(
      Id asset, Polynomial share, Interval out, List<Map<Id, Fraction>> seconds) {
    int first = out.start().seconds().floor().intValueExact();
    int end = out.end().seconds().ceiling().intValueExact();
    Fraction length = out.length().seconds();
    for (int second = first; second < Math.min(end, seconds.size()); second++) {
      RationalTime from = RationalTime.max(out.start(), RationalTime.ofSeconds(second, 1));
      RationalTime to = RationalTime.min(out.end(), RationalTime.ofSeconds(second + 1L, 1));
      Polynomial during =
          share.between(
              from.minus(out.start()).seconds().dividedBy(length),
              to.minus(out.start()).seconds().dividedBy(length));
      Fraction had = during.mean().times(to.minus(from).seconds());
      if (had.signum() > 0) {
        seconds.get(second).merge(asset, had, Fraction::plus);
      }
    }
  }
}
