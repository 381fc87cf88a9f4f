package io.patchwork.worker.c2pa;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A source that is seen, heard or read in a film.
 *
 * @param used from the earliest to the latest instant of the source that is in the film; absent for
 *     what has no time, as a still
 * @param placed where it is in the film, by medium
 */
record FilmIngredient(
    Id asset, Sha256 sha256, Optional<Interval> used, Map<Medium, IntervalSet> placed) {

  FilmIngredient {
    placed = Map.copyOf(placed);
  }

  /**
   * The ingredients of a lineage, ordered by asset: those of its own timeline. What is in a render
   * among them is in that render's manifest, and in the lineage.
   */
  static List<FilmIngredient> of(Lineage lineage) {
    Map<String, List<Use>> byAsset = new TreeMap<>();
    for (Use use : lineage.uses()) {
      if (use.isPresent() && !use.out().isEmpty()) {
        byAsset
            .computeIfAbsent(use.asset() + " " + use.sha256(), none -> new ArrayList<>())
            .add(use);
      }
    }
    return byAsset.values().stream().map(FilmIngredient::ofUses).toList();
  }

  private static FilmIngredient ofUses(List<Use> uses) {
    Map<Medium, List<Interval>> outs = new EnumMap<>(Medium.class);
    RationalTime first = earlier(uses.getFirst().source());
    RationalTime last = first;
    for (Use use : uses) {
      Interval source = use.source();
      first = RationalTime.min(first, earlier(source));
      last = RationalTime.max(last, RationalTime.max(source.start(), source.end()));
      outs.computeIfAbsent(use.medium(), none -> new ArrayList<>()).add(use.out());
    }
    Map<Medium, IntervalSet> placed = new EnumMap<>(Medium.class);
    outs.forEach((medium, all) -> placed.put(medium, IntervalSet.of(all)));
    Interval used = new Interval(RationalTime.max(first, RationalTime.ZERO), last);
    return new FilmIngredient(
        uses.getFirst().asset(),
        uses.getFirst().sha256(),
        used.isEmpty() && used.start().equals(RationalTime.ZERO)
            ? Optional.empty()
            : Optional.of(used),
        placed);
  }

  /** How a manifest names a content. */
  static String instance(Sha256 content) {
    return "urn:sha256:" + content;
  }

  private static RationalTime earlier(Interval source) {
    return RationalTime.min(source.start(), source.end());
  }

  /** Where it is in the film, in the order of media and time. */
  List<Cbor> regions() {
    List<Cbor> regions = new ArrayList<>();
    for (Medium medium : Medium.values()) {
      IntervalSet times = placed.get(medium);
      if (times != null) {
        times.parts().forEach(time -> regions.add(Region.placed(time, medium.wireName())));
      }
    }
    return regions;
  }
}
