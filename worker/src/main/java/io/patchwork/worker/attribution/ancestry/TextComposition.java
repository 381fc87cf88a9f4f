package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the words of a film, and of the films in it where these are played and seen. */
final class TextComposition {

  private final List<Text> own;
  private final List<Text> nested = new ArrayList<>();

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
   * @param key of the parts that show it
   */
  void add(Slice slice, Object key, Mosaic film, List<Played> played, Passage passage, Count count)
      throws Refused {
    for (Text words : film.text()) {
      Box seen = words.box() == null ? null : seen(slice, key, words.box());
      if (seen == null) {
        continue;
      }
      for (Played each : played) {
        Optional<Interval> out = shownDuring(each, words.out());
        if (out.isPresent()) {
          count.one(out.get().end());
          passage.add(words, out.get(), seen, nested);
        }
      }
    }
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

  /** The range in which words are read; empty where they are not played. */
  private static Optional<Interval> shownDuring(Played played, Interval words) {
    RationalTime start = played.inner().start();
    Fraction moved = played.inner().length().seconds();
    if (moved.signum() == 0) {
      boolean isOn = words.start().compareTo(start) <= 0 && start.compareTo(words.end()) < 0;
      return isOn ? Optional.of(played.out()) : Optional.empty();
    }
    Fraction slowness = played.out().length().seconds().dividedBy(moved);
    RationalTime one = played.out().start().plus(words.start().minus(start).times(slowness));
    RationalTime other = played.out().start().plus(words.end().minus(start).times(slowness));
    Interval out =
        new Interval(
            RationalTime.max(played.out().start(), RationalTime.min(one, other)),
            RationalTime.min(played.out().end(), RationalTime.max(one, other)));
    return out.isEmpty() ? Optional.empty() : Optional.of(out);
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
