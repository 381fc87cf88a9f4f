package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the words of a film, and of the films in it where these are played and seen. */
final class TextComposition {

  private final List<Text> own;
  private final List<Text> nested = new ArrayList<>();
  private final Map<AssetContent, List<Slice>> ofFilms = new HashMap<>();

  /** Is told of each text before it is made, and how far into the film it is. */
  interface Count {
    void one(RationalTime at) throws Refused;
  }

  TextComposition(List<Text> own) {
    this.own = own;
  }

  /**
   * Adds the words that are in the pictures of a film.
   *
   * @param slice that shows it
   * @param part that shows it, one of those that are alike
   * @param played finds what the slice plays of slices of the film
   */
  void add(
      Slice slice,
      Part part,
      Mosaic film,
      Function<List<Slice>, List<Played>> played,
      Passage passage,
      Count count)
      throws Refused {
    List<Slice> slices = ofFilms.computeIfAbsent(passage.render(), _ -> wordsOf(film));
    if (slices.isEmpty()) {
      return;
    }
    List<Played> during = played.apply(slices);
    for (Text words : film.text()) {
      List<Interval> read = words.box() == null ? List.of() : read(words, during, slices);
      @Nullable Box seen =
          words.box() == null || read.isEmpty() ? null : seen(slice, part.key(), words.box());
      if (seen == null) {
        continue;
      }
      for (Interval out : read) {
        count.one(out.end());
        passage.add(words, out, seen, nested);
      }
    }
  }

  /** The slices of a film in which the same words are in its pictures; none without words. */
  private static List<Slice> wordsOf(Mosaic film) {
    TreeSet<RationalTime> edges = new TreeSet<>();
    for (Text words : film.text()) {
      if (words.isBurnedIn()) {
        edges.add(words.out().start());
        edges.add(words.out().end());
      }
    }
    if (edges.isEmpty() || film.pictures().isEmpty()) {
      return List.of();
    }
    RationalTime end = film.pictures().getLast().out().end();
    edges.add(end);
    List<Slice> slices = new ArrayList<>();
    RationalTime from = RationalTime.ZERO;
    for (RationalTime to : edges.subSet(from, false, end, true)) {
      slices.add(new Slice(new Interval(from, to), List.of()));
      from = to;
    }
    return slices;
  }

  /** When words are read; pieces that other words cut are one. */
  private static List<Interval> read(Text words, List<Played> played, List<Slice> slices) {
    List<Interval> read = new ArrayList<>();
    for (Played each : played) {
      Interval inner = slices.get(each.slice()).out();
      if (words.out().start().compareTo(inner.start()) <= 0
          && inner.end().compareTo(words.out().end()) <= 0) {
        boolean goesOn = !read.isEmpty() && read.getLast().end().equals(each.out().start());
        RationalTime start = goesOn ? read.removeLast().start() : each.out().start();
        read.add(new Interval(start, each.out().end()));
      }
    }
    return read;
  }

  /** Where a rectangle of a film is seen during a slice; null where nothing of it is. */
  private static @Nullable Box seen(Slice slice, Object key, Box box) {
    @Nullable Box seen = null;
    for (Tile tile : slice.tiles()) {
      for (Part part : tile.parts()) {
        Box there = part.picture().part(box).and(tile.cell());
        if (!there.isEmpty() && !part.weight().isZero() && part.key().equals(key)) {
          seen = seen == null ? there : seen.around(there);
        }
      }
    }
    return seen;
  }

  /**
   * All words. Pieces of one way that continue each other are one, then those that are the same by
   * several ways, so that ways do not double with each generation.
   */
  List<Text> joined() {
    List<Text> joined = new ArrayList<>();
    Map<Object, Integer> last = new HashMap<>();
    for (Text each : nested) {
      Integer before = last.get(each.timelessKey());
      if (before != null && joined.get(before).out().end().equals(each.out().start())) {
        joined.set(before, joined.get(before).until(each));
      } else {
        last.put(each.timelessKey(), joined.size());
        joined.add(each);
      }
    }
    Map<Object, Text> merged = new LinkedHashMap<>();
    joined.forEach(each -> merged.merge(each.key(), each, Text::plus));
    List<Text> all = new ArrayList<>(own);
    all.addAll(merged.values());
    return all;
  }
}
