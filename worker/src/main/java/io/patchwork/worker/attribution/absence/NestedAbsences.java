package io.patchwork.worker.attribution.absence;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.absence.Absence.Inside;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Playback;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Slices;
import io.patchwork.worker.attribution.ancestry.Text;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.composition.MixClip;
import io.patchwork.worker.composition.Retime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds what is in a render that a film uses and does not come through it. */
final class NestedAbsences {

  private final Evidence evidence;
  private final Id render;
  private final List<Use> uses;
  private final UseReasons reasons;
  private final List<Absence> found = new ArrayList<>();
  private final Mosaic film;

  /**
   * One render.
   *
   * @param uses all of the film's own uses of it
   */
  NestedAbsences(Evidence evidence, Id render, List<Use> uses, UseReasons reasons) {
    this.evidence = evidence;
    this.render = render;
    this.uses = uses;
    this.reasons = reasons;
    this.film = Objects.requireNonNull(evidence.films().get(render));
  }

  List<Absence> find() {
    find(Medium.VIDEO, runs(film.pictures()));
    find(Medium.AUDIO, runs(film.sound()));
    Map<Id, List<Interval>> burnedIn = new TreeMap<>();
    Map<Id, List<Interval>> beside = new TreeMap<>();
    for (Text words : film.text()) {
      (words.isBurnedIn() ? burnedIn : beside)
          .computeIfAbsent(words.origin().asset(), any -> new ArrayList<>())
          .add(words.out());
    }
    find(Medium.TEXT, union(burnedIn));
    // Words that are no part of the picture do not come along with it.
    union(beside).forEach((asset, runs) -> addUnused(asset, Medium.TEXT, runs.parts()));
    return found;
  }

  private static Map<Id, IntervalSet> union(Map<Id, List<Interval>> ranges) {
    Map<Id, IntervalSet> union = new TreeMap<>();
    ranges.forEach((asset, each) -> union.put(asset, IntervalSet.of(each)));
    return union;
  }

  /** Where each asset is in the render. */
  private static Map<Id, IntervalSet> runs(List<Slice> slices) {
    Map<Id, List<Interval>> ranges = new TreeMap<>();
    for (Slice slice : slices) {
      slice.tiles().stream()
          .flatMap(tile -> tile.parts().stream())
          .flatMap(part -> asset(part).stream())
          .distinct()
          .forEach(
              asset -> ranges.computeIfAbsent(asset, any -> new ArrayList<>()).add(slice.out()));
    }
    return union(ranges);
  }

  private static Optional<Id> asset(Part part) {
    return part.origin() instanceof Origin.OfAsset(Id asset, var _)
        ? Optional.of(asset)
        : Optional.empty();
  }

  private void addUnused(Id asset, Medium medium, List<Interval> ranges) {
    ranges.forEach(range ->
        found.add(new Absence(asset, medium, Reason.CUT_AWAY, null, new Inside(render, range))));
  }

  private void find(Medium medium, Map<Id, IntervalSet> runs) {
    Medium carrier = medium == Medium.AUDIO ? Medium.AUDIO : Medium.VIDEO;
    List<Played> played =
        uses.stream().filter(use -> use.medium() == carrier).map(this::played).toList();
    IntervalSet used = IntervalSet.of(played.stream().map(Played::range).toList());
    runs.forEach((asset, ranges) -> {
      addUnused(asset, medium, Intervals.without(ranges, used));
      IntervalSet noticed = noticed(asset, medium);
      for (Played each : played) {
        for (Interval run : ranges.parts()) {
          Interval inside = Intervals.and(run, each.range());
          if (!inside.isEmpty()) {
            if (!each.showing(inside).isEmpty()) {
              add(asset, medium, each, inside, noticed);
            } else if (played.stream().noneMatch(other -> other.goesOn(each, run))) {
              Inside place = new Inside(render, inside);
              found.add(new Absence(asset, medium, Reason.SKIPPED, each.passing(inside), place));
            }
          }
        }
      }
    });
  }

  /** Where something comes through the render. */
  private IntervalSet noticed(Id asset, Medium medium) {
    return IntervalSet.of(
        evidence.lineage().nestedUses().stream()
            .filter(use ->
                use.medium() == medium
                    && use.asset().equals(asset)
                    && use.isPresent()
                    && use.via().getFirst().contains(render))
            .map(Use::out)
            .toList());
  }

  private void add(Id asset, Medium medium, Played played, Interval inside, IntervalSet noticed) {
    Interval shown = played.showing(inside);
    Inside place = new Inside(render, inside);
    for (Interval gap : Intervals.without(IntervalSet.of(List.of(shown)), noticed)) {
      boolean isAudible = medium == Medium.AUDIO && played.use().isPresent();
      boolean isRounded =
          isAudible && gap.length().compareTo(RationalTime.ofSamples(1, MixClip.SAMPLE_RATE)) <= 0;
      if (!isRounded) {
        Reason why = why(asset, medium, played.use(), inside);
        found.add(new Absence(asset, medium, why, gap, place));
      }
    }
  }

  private Reason why(Id asset, Medium medium, Use use, Interval inside) {
    if (!use.isPresent()) {
      return reasons.why(use);
    }
    return switch (medium) {
      case VIDEO -> isInFrame(asset, use, inside) ? Reason.COVERED : Reason.OUTSIDE_OF_FRAME;
      case TEXT -> areInFrame(asset, use, inside) ? Reason.COVERED : Reason.OUTSIDE_OF_FRAME;
      case AUDIO -> Reason.UNKNOWN;
    };
  }

  /** Whether any of an asset's cells in the render lies in the part of it that is in the frame. */
  private boolean isInFrame(Id asset, Use use, Interval inside) {
    Box picture = Objects.requireNonNull(use.picture());
    Box frame = Objects.requireNonNull(use.box());
    for (Slice slice : film.pictures()) {
      if (Intervals.and(slice.out(), inside).isEmpty()) {
        continue;
      }
      for (Tile tile : slice.tiles()) {
        boolean hasAsset =
            tile.parts().stream().anyMatch(part -> asset(part).equals(Optional.of(asset)));
        if (hasAsset && !picture.part(tile.cell()).and(frame).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The same of its words. */
  private boolean areInFrame(Id asset, Use use, Interval inside) {
    Box picture = Objects.requireNonNull(use.picture());
    Box frame = Objects.requireNonNull(use.box());
    return film.text().stream()
        .filter(words -> words.origin().asset().equals(asset))
        .filter(words -> !Intervals.and(words.out(), inside).isEmpty())
        .anyMatch(words -> words.box() != null && !picture.part(words.box()).and(frame).isEmpty());
  }

  /** What a use plays of the render. */
  private record Played(Use use, Interval range, Optional<ShownFrames> frames) {

    /** The range of the film in which a range of the render is played; empty where it is not. */
    Interval showing(Interval inside) {
      return frames.isPresent() ? frames.get().showing(inside) : passing(inside);
    }

    /** Whether it shows a range of the render that another use next to it does not. */
    boolean goesOn(Played other, Interval run) {
      boolean isBeside =
          use.out().start().equals(other.use.out().end())
              || use.out().end().equals(other.use.out().start());
      Interval inside = Intervals.and(run, range);
      return isBeside && !inside.isEmpty() && !showing(inside).isEmpty();
    }

    /** The range of the film in which a range of the render would be, as if it ran on. */
    Interval passing(Interval inside) {
      Fraction moved = use.source().length().seconds();
      if (moved.signum() == 0) {
        return use.out();
      }
      Interval at = Intervals.forwards(new Interval(at(inside.start()), at(inside.end())));
      return Intervals.and(at, use.out());
    }

    private RationalTime at(RationalTime inside) {
      return use.out()
          .start()
          .plus(
              use.out()
                  .length()
                  .times(
                      inside
                          .minus(use.source().start())
                          .seconds()
                          .dividedBy(use.source().length().seconds())));
    }
  }

  private Played played(Use use) {
    Optional<ShownFrames> frames = use.medium() == Medium.VIDEO ? frames(use) : Optional.empty();
    Interval source = Intervals.forwards(use.source());
    // A last frame that is jumped over is no part that was left out.
    Interval range = frames.map(shown -> Intervals.around(shown.played(), source)).orElse(source);
    return new Played(use, range, frames);
  }

  /** The frames that a use shows; empty where the render has none. */
  private Optional<ShownFrames> frames(Use use) {
    FrameRate outer = evidence.lineage().frameRate();
    if (outer == null || film.pictures().isEmpty() || use.out().isEmpty()) {
      return Optional.empty();
    }
    Optional<Playback.Frames> kept = playback(use);
    FrameRate rate =
        film.rate() == null
            ? kept.map(playback -> playback.retime().grid()).orElse(outer)
            : film.rate();
    long count = Math.max(1, film.duration().nearestFrame(rate));
    Playback.Frames playback = kept.orElseGet(() -> playback(use, outer, rate, count));
    return Optional.of(new ShownFrames(playback, rate, count, use.out()));
  }

  /**
   * How a use plays the render, as the film's own parts say; nothing says it of what is covered.
   */
  private Optional<Playback.Frames> playback(Use use) {
    Mosaic own = evidence.ownParts();
    if (own == null) {
      return Optional.empty();
    }
    int first = Slices.from(own.pictures(), use.out().start());
    return own.pictures().subList(first, own.pictures().size()).stream()
        .takeWhile(slice -> slice.out().start().compareTo(use.out().end()) < 0)
        .flatMap(slice -> slice.tiles().stream())
        .flatMap(tile -> tile.parts().stream())
        .filter(part -> asset(part).equals(Optional.of(render)))
        .flatMap(part ->
            part.playback() instanceof Playback.Frames frames ? Stream.of(frames) : Stream.empty())
        .findFirst();
  }

  /** The same as the ranges of the use say, which are those of its first and last frame. */
  private static Playback.Frames playback(Use use, FrameRate outer, FrameRate inner, long count) {
    Fraction from = use.out().start().seconds().times(outer.perSecond());
    Fraction speed = use.source().length().seconds().dividedBy(use.out().length().seconds());
    Fraction step = speed.times(inner.perSecond()).dividedBy(outer.perSecond());
    long first = from.floor().longValueExact();
    Fraction position =
        use.source()
            .start()
            .seconds()
            .times(inner.perSecond())
            .minus(step.times(from.minus(Fraction.of(first))));
    return new Playback.Frames(outer, first, new Retime(inner, position, step, count));
  }
}
