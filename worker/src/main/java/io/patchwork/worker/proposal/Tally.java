package io.patchwork.worker.proposal;

import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.proposal.Metric;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Tile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up what everybody has of a pool, slice by slice. What an origin has of a slice by the metric
 * is divided among the ways that it came by, in proportion to what came by each.
 */
final class Tally {

  private final Pool pool;
  private final Metric metric;
  private final Map<Account, Sum> sums = new HashMap<>();
  private final Map<Integer, Fraction> unattributed = new TreeMap<>();

  private record Account(AssetContent asset, boolean isMaker, int remixesAbove) {}

  private static final class Sum {
    private Fraction seconds = Fraction.ZERO;
    private final List<Interval> where = new ArrayList<>();
  }

  /** What came of an origin by one way. */
  private record Way(Origin origin, int remixesAbove) {}

  Tally(Pool pool, Metric metric) {
    this.pool = pool;
    this.metric = metric;
  }

  void add(Slice slice) {
    Map<Origin, Map<Way, Fraction>> ways = new HashMap<>();
    for (Tile tile : slice.tiles()) {
      Fraction area = tile.cell().area();
      for (Part part : tile.parts()) {
        int above = part.remixes() == null ? 0 : part.remixes().count();
        Fraction weight = part.weight().mean().times(area);
        ways.computeIfAbsent(origin(part.origin()), origin -> new HashMap<>())
            .merge(new Way(part.origin(), above), weight, Fraction::plus);
      }
    }
    Fraction length = slice.out().length().seconds();
    long present =
        ways.keySet().stream().filter(origin -> origin instanceof Origin.OfAsset).count();
    if (ways.isEmpty()) {
      unattributed.merge(0, length, Fraction::plus);
    }
    ways.forEach((origin, of) -> {
      Fraction weight =
          of.entrySet().stream()
              .filter(each -> !(each.getKey().origin instanceof Origin.Makers))
              .map(Map.Entry::getValue)
              .reduce(Fraction.ZERO, Fraction::plus);
      Fraction value = value(origin, weight, present).times(length);
      if (weight.signum() > 0 && value.signum() > 0) {
        Fraction unit = value.dividedBy(weight);
        of.forEach((way, share) -> add(way, share.times(unit), slice.out()));
      }
    });
  }

  private static Origin origin(Origin origin) {
    return origin instanceof Origin.Makers(AssetContent _, Origin made) ? made : origin;
  }

  /** What an origin has of each second, 0 to 1. */
  private Fraction value(Origin origin, Fraction weight, long present) {
    boolean isNobody = origin instanceof Origin.Generated;
    return switch (metric) {
      case SCREEN_SECONDS, AMPLITUDE, POWER -> weight;
      case EQUAL_SPLIT ->
          isNobody ? (present == 0 ? weight : Fraction.ZERO) : Fraction.of(1, present);
      case PRESENCE -> isNobody ? (present == 0 ? weight : Fraction.ZERO) : Fraction.ONE;
    };
  }

  private void add(Way way, Fraction seconds, Interval out) {
    switch (way.origin) {
      case Origin.OfAsset origin ->
          add(new Account(origin.content(), false, way.remixesAbove), seconds, out);
      case Origin.Makers(AssetContent remix, Origin _) ->
          add(new Account(remix, true, way.remixesAbove), seconds, out);
      case Origin.Generated _ -> unattributed.merge(way.remixesAbove, seconds, Fraction::plus);
    }
  }

  private void add(Account account, Fraction seconds, Interval out) {
    Sum sum = sums.computeIfAbsent(account, any -> new Sum());
    sum.seconds = sum.seconds.plus(seconds);
    sum.where.add(out);
  }

  List<Holding> holdings() {
    return sums.entrySet().stream()
        .map(each ->
            new Holding(
                pool,
                each.getKey().asset,
                each.getKey().isMaker,
                each.getKey().remixesAbove,
                each.getValue().seconds,
                IntervalSet.of(each.getValue().where).parts()))
        .toList();
  }

  List<Unattributed> unattributed() {
    return unattributed.entrySet().stream()
        .map(each -> new Unattributed(pool, each.getKey(), each.getValue()))
        .toList();
  }
}
