package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of the films inside of a film in the place of these films. What is inside is
 * composed already, so one level is enough, whatever the depth.
 */
public final class Composition {

  /**
   * Parts of a film, and of what is looked at for it. One takes 262 bytes of a document and more,
   * so as many fill the longest document that is written.
   */
  public static final long MAX_PARTS = 1_000_000;

  private final Function<Sha256, Optional<Mosaic>> inside;
  private final RemixMakers makers;
  private final Mixing mixing;
  private long parts;

  private Composition(
      Function<Sha256, Optional<Mosaic>> inside, RemixMakers makers, Mixing mixing) {
    this.inside = inside;
    this.makers = makers;
    this.mixing = mixing;
  }

  /**
   * Composes a film.
   *
   * @param film its own parts; those that play a film have a playback
   * @param inside the composed film of a content; empty where it is no film of ours
   * @throws Refused if it would have more than {@link #MAX_PARTS} parts, before they are made
   */
  public static Mosaic of(Mosaic film, Function<Sha256, Optional<Mosaic>> inside) throws Refused {
    return of(film, inside, RemixMakers.UNCOUNTED, Mixing.AMPLITUDE);
  }

  /**
   * The same for shares of those who made remixes.
   *
   * @param mixing by what sounds share; sounds inside of a film always share by amplitude
   */
  static Mosaic of(
      Mosaic film, Function<Sha256, Optional<Mosaic>> inside, RemixMakers makers, Mixing mixing)
      throws Refused {
    Composition composition = new Composition(inside, makers, mixing);
    List<Slice> pictures = new ArrayList<>();
    TextComposition text = new TextComposition(film.text());
    for (Slice slice : film.pictures()) {
      composition.addPictures(slice, pictures, text);
    }
    List<Slice> sound = new ArrayList<>();
    for (Slice slice : film.sound()) {
      composition.addSound(slice, sound);
    }
    checkDigits(pictures);
    checkDigits(sound);
    return new Mosaic(
        film.duration(), film.rate(), Slice.joined(pictures), Slice.joined(sound), text.joined());
  }

  private static void checkDigits(List<Slice> slices) throws Refused {
    for (Slice slice : slices) {
      boolean isReadable =
          slice.out().start().seconds().isReadable()
              && slice.out().end().seconds().isReadable()
              && slice.tiles().stream().allMatch(Tile::isReadable);
      if (!isReadable) {
        throw new Refused(
            FailureCode.TOO_LARGE,
            "At "
                + slice.out().start().toClock()
                + " so many speeds and fades of renders inside of each other come together that an"
                + " exact share has more than "
                + Fraction.MAX_DIGITS
                + " digits; use a rendition with fewer generations there.");
      }
    }
  }

  /**
   * Where a range that plays a film has any of its sound.
   *
   * @param source range in the film from the start of the range to its end
   * @param rate of the film's sound in Hz
   */
  public static IntervalSet audible(Interval out, Interval source, Mosaic film, int rate) {
    Playback.Samples playback = new Playback.Samples(rate);
    return IntervalSet.of(
        played(out, source, playback, film, film.sound()).stream()
            .filter(each -> !film.sound().get(each.slice()).tiles().isEmpty())
            .map(Played::out)
            .toList());
  }

  /** How a film is inside of another, and what of it is played during a slice. */
  private record Inside(
      Part part,
      Passage passage,
      Passage ofText,
      Mosaic film,
      List<Slice> slices,
      List<Played> played) {

    /** What is played during a range that lies within one of the played ones, or in none. */
    Optional<Slice> during(Interval range) {
      int low = 0;
      int high = played.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (played.get(middle).out().end().compareTo(range.start()) > 0) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low < played.size() && played.get(low).out().start().compareTo(range.start()) <= 0
          ? Optional.of(part(played.get(low), range))
          : Optional.empty();
    }

    private Slice part(Played each, Interval range) {
      Slice slice = slices.get(each.slice());
      Fraction length = each.out().length().seconds();
      RationalTime from =
          each.inner()
              .start()
              .plus(
                  each.inner()
                      .length()
                      .times(range.start().minus(each.out().start()).seconds().dividedBy(length)));
      RationalTime to =
          each.inner()
              .start()
              .plus(
                  each.inner()
                      .length()
                      .times(range.end().minus(each.out().start()).seconds().dividedBy(length)));
      Fraction start = slice.progress(from);
      Fraction end = slice.progress(to);
      return new Slice(
          range, slice.tiles().stream().map(tile -> tile.between(start, end)).toList());
    }
  }

  /** The films inside of a slice, by the parts that play them. */
  private Map<Object, Inside> insideOf(Slice slice, boolean isSound) {
    Map<Object, Inside> found = new LinkedHashMap<>();
    for (Tile tile : slice.tiles()) {
      for (Part part : tile.parts()) {
        @Nullable Playback playback = part.playback();
        if (playback == null
            || !(part.origin() instanceof Origin.OfAsset origin)
            || found.containsKey(part.key())) {
          continue;
        }
        inside
            .apply(origin.sha256())
            .ifPresent(film -> {
              List<Slice> slices = isSound ? film.sound() : film.pictures();
              List<Played> played = played(slice.out(), part.source(), playback, film, slices);
              Medium medium = isSound ? Medium.AUDIO : Medium.VIDEO;
              found.put(
                  part.key(),
                  new Inside(
                      part,
                      passage(origin, medium),
                      passage(origin, Medium.TEXT),
                      film,
                      slices,
                      played));
            });
      }
    }
    return found;
  }

  private Passage passage(Origin.OfAsset render, Medium medium) {
    return new Passage(render.content(), makers.of(render.content(), medium));
  }

  private static List<Played> played(
      Interval out, Interval source, Playback playback, Mosaic film, List<Slice> slices) {
    return switch (playback) {
      case Playback.Frames frames ->
          new PlayedFrames(
                  frames, film.rate() == null ? frames.retime().grid() : film.rate(), slices)
              .in(out);
      case Playback.Samples(int rate) ->
          PlayedTime.along(
              out, source, slices, edge -> RationalTime.ofSamples(edge.nearestSample(rate), rate));
      case Playback.Continuous _ -> PlayedTime.along(out, source, slices, edge -> edge);
    };
  }

  private static List<Interval> cut(Interval out, Map<Object, Inside> films) {
    TreeSet<RationalTime> edges = new TreeSet<>(List.of(out.start(), out.end()));
    films
        .values()
        .forEach(film ->
            film.played.forEach(
                each -> edges.addAll(List.of(each.out().start(), each.out().end()))));
    List<Interval> ranges = new ArrayList<>();
    RationalTime from = out.start();
    for (RationalTime to : edges.subSet(out.start(), false, out.end(), true)) {
      ranges.add(new Interval(from, to));
      from = to;
    }
    return ranges;
  }

  /** Counts parts before they are made. */
  private void count(long more, RationalTime at) throws Refused {
    parts = more > MAX_PARTS ? MAX_PARTS + 1 : parts + more;
    if (parts > MAX_PARTS) {
      throw new Refused(
          FailureCode.TOO_LARGE,
          "Through the renders inside of it, the film has more than "
              + MAX_PARTS
              + " uses of other people's work, up to "
              + at.toClock()
              + " of it; render it in parts, or use these renders less often.");
    }
  }

  private void addPictures(Slice slice, List<Slice> pictures, TextComposition text) throws Refused {
    Map<Object, Inside> films = insideOf(slice, false);
    if (films.isEmpty()) {
      count(slice.size(), slice.out().end());
      pictures.add(slice);
      return;
    }
    for (Interval range : cut(slice.out(), films)) {
      Map<Object, Slice> shown = new HashMap<>();
      films.forEach((key, film) -> film.during(range).ifPresent(part -> shown.put(key, part)));
      Slice outer = slice.between(range);
      count(parts(slice, outer, shown), range.end());
      List<Tile> composed = new ArrayList<>();
      for (int i = 0; i < outer.tiles().size(); i++) {
        composed.addAll(composed(slice.tiles().get(i), outer.tiles().get(i), shown, films));
      }
      pictures.add(new Slice(range, Tile.joined(composed)));
    }
    for (Inside each : films.values()) {
      Playback playback = Objects.requireNonNull(each.part.playback());
      text.add(
          slice,
          each.part,
          each.film,
          changes -> played(slice.out(), each.part.source(), playback, each.film, changes),
          each.ofText,
          at -> count(1, at));
    }
  }

  /**
   * How many parts the tiles of a range have with the films in them replaced, at most: as if in
   * each tile all films cut each other.
   */
  private static long parts(Slice slice, Slice outer, Map<Object, Slice> shown) {
    long sum = 0;
    for (int i = 0; i < outer.tiles().size(); i++) {
      long tiles = 1;
      long inTile = 0;
      for (int j = 0; j < outer.tiles().get(i).parts().size(); j++) {
        Part part = outer.tiles().get(i).parts().get(j);
        Slice film = shown.get(slice.tiles().get(i).parts().get(j).key());
        Box cell = outer.tiles().get(i).cell();
        long within = 0;
        long most = 1;
        for (Tile tile : film == null ? List.<Tile>of() : film.tiles()) {
          if (!part.picture().part(tile.cell()).and(cell).isEmpty()) {
            within++;
            most = Math.max(most, tile.parts().size());
          }
        }
        tiles = Math.min(tiles * Math.max(1, within), MAX_PARTS + 1);
        inTile += most;
      }
      sum = Math.min(sum + tiles * inTile, MAX_PARTS + 1);
    }
    return sum;
  }

  /**
   * A tile with the films in it replaced.
   *
   * @param whole the tile of the whole slice, whose parts have the keys of {@code films}
   * @param tile the same during a range
   */
  private static List<Tile> composed(
      Tile whole, Tile tile, Map<Object, Slice> shown, Map<Object, Inside> films) {
    List<Part> own = new ArrayList<>();
    List<List<Tile>> inner = new ArrayList<>();
    for (int i = 0; i < tile.parts().size(); i++) {
      Part part = tile.parts().get(i);
      Object key = whole.parts().get(i).key();
      Slice film = shown.get(key);
      if (film == null) {
        own.add(part);
      } else {
        inner.add(placed(film, part, Objects.requireNonNull(films.get(key)).passage));
      }
    }
    List<Tile> composed = List.of(new Tile(tile.cell(), own));
    for (List<Tile> tiles : inner) {
      composed = Tile.over(composed, tiles);
    }
    return composed.stream().map(each -> Tile.of(each.cell(), each.parts())).toList();
  }

  /** The tiles of a film where a part shows it, with the part's share of each. */
  private static List<Tile> placed(Slice film, Part part, Passage passage) {
    List<Tile> placed = new ArrayList<>();
    for (Tile tile : film.tiles()) {
      List<Part> parts = new ArrayList<>();
      tile.parts().forEach(inner -> passage.add(inner, part, parts));
      placed.add(new Tile(part.picture().part(tile.cell()), parts));
    }
    return placed;
  }

  private void addSound(Slice slice, List<Slice> sound) throws Refused {
    Map<Object, Inside> films = insideOf(slice, true);
    for (Interval range : cut(slice.out(), films)) {
      Slice outer = slice.between(range);
      List<MixPart> mix = new ArrayList<>();
      for (int i = 0; i < outer.tiles().size(); i++) {
        Tile tile = outer.tiles().get(i);
        for (int j = 0; j < tile.parts().size(); j++) {
          Part part = mixing.weighed(tile.parts().get(j));
          if (part.weight().isZero()) {
            continue;
          }
          Inside film = films.get(slice.tiles().get(i).parts().get(j).key());
          if (film == null) {
            mix.add(MixPart.of(part));
          } else {
            // A film that is silent, or over, takes no part.
            film.during(range)
                .flatMap(inner -> inner.tiles().stream().findFirst())
                .filter(inner -> !inner.parts().isEmpty())
                .ifPresent(inner -> mix.add(new MixPart(part, film.passage, inner.parts())));
          }
        }
      }
      List<Interval> held = MixPart.held(range, mix);
      count(held.size() * mix.stream().mapToLong(MixPart::size).sum(), range.end());
      for (Interval piece : held) {
        sound.add(MixPart.shared(outer, piece, mix));
      }
    }
  }
}
