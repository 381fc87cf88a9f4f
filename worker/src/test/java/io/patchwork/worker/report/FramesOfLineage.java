package io.patchwork.worker.report;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Tile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a lineage and its mosaic have in a frame, read from the documents. */
record FramesOfLineage(Lineage lineage) {

  private FrameRate rate() {
    return Objects.requireNonNull(lineage.frameRate());
  }

  long frames() {
    return lineage.duration().nearestFrame(rate());
  }

  Interval frame(long number) {
    return new Interval(
        RationalTime.ofFrames(number, rate()),
        RationalTime.min(RationalTime.ofFrames(number + 1, rate()), lineage.duration()));
  }

  private static boolean overlap(Interval one, Interval other) {
    return one.start().compareTo(other.end()) < 0 && other.start().compareTo(one.end()) < 0;
  }

  /** Everybody whose work the lineage has in a frame, as the page writes them. */
  Set<String> names(Interval frame) {
    Set<Id> assets = new TreeSet<>();
    Stream.concat(lineage.uses().stream(), lineage.nestedUses().stream())
        .filter(use -> use.isPresent() && overlap(use.out(), frame))
        .map(Use::asset)
        .forEach(assets::add);
    lineage.nestedRenders().stream()
        .filter(each -> overlap(each.out(), frame))
        .forEach(each -> assets.add(each.asset()));
    Set<String> names = new TreeSet<>();
    for (Credit credit : lineage.credits()) {
      if (assets.contains(credit.asset())) {
        credit.contributors().stream().map(Contributor::creditedAs).forEach(names::add);
      }
    }
    if (names.remove(ReportedFilm.HOSTILE)) {
      names.add(ReportedFilm.HOSTILE_SHOWN);
    }
    return names;
  }

  /** The mean share of every origin and way during a frame. */
  private static Map<String, Fraction> means(List<Slice> slices, Interval frame) {
    Map<String, Fraction> shares = new TreeMap<>();
    for (Slice slice : slices) {
      if (!overlap(slice.out(), frame)) {
        continue;
      }
      RationalTime from = RationalTime.max(slice.out().start(), frame.start());
      RationalTime to = RationalTime.min(slice.out().end(), frame.end());
      Fraction length = slice.out().length().seconds();
      Fraction part =
          to.minus(from).seconds().dividedBy(frame.end().minus(frame.start()).seconds());
      for (Tile tile : slice.tiles()) {
        for (Part each : tile.parts()) {
          Fraction mean =
              each.weight()
                  .between(
                      from.minus(slice.out().start()).seconds().dividedBy(length),
                      to.minus(slice.out().start()).seconds().dividedBy(length))
                  .mean();
          String who =
              switch (each.origin()) {
                case Origin.OfAsset(Id asset, var _) -> asset.value();
                case Origin.Generated(String generator) -> generator;
                case Origin.Makers _ -> throw new AssertionError("makers");
              };
          shares.merge(
              who + each.via().hops(), mean.times(part).times(tile.cell().area()), Fraction::plus);
        }
      }
    }
    shares.values().removeIf(share -> share.signum() == 0);
    return shares;
  }

  /** The mean shares of origins during a frame, as {@code asset share}. */
  static List<String> shares(List<Slice> slices, Interval frame) {
    return means(slices, frame).entrySet().stream()
        .map(each -> each.getKey().replaceFirst("\\[.*", "") + " " + each.getValue())
        .toList();
  }
}
