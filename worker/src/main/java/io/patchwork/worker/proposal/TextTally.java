package io.patchwork.worker.proposal;

import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.proposal.Metric;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Remixes;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Slices;
import io.patchwork.worker.attribution.ancestry.Text;
import io.patchwork.worker.attribution.ancestry.Via;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is read, by language: each instant is divided equally among the assets that are read, and
 * what an asset has among the ways that its words came by.
 */
final class TextTally {

  /** The BCP 47 tag of a language that nobody named. */
  private static final String UNDETERMINED = "und";

  private TextTally() {}

  /** The holdings of each language. */
  static Map<String, List<Holding>> of(List<Text> text) {
    Map<String, List<Text>> byLanguage = new TreeMap<>();
    text.forEach(words ->
        byLanguage
            .computeIfAbsent(
                words.language() == null ? UNDETERMINED : words.language(),
                language -> new ArrayList<>())
            .add(words));
    Map<String, List<Holding>> holdings = new TreeMap<>();
    byLanguage.forEach((language, of) -> holdings.put(language, holdings(Pool.text(language), of)));
    return holdings;
  }

  private static List<Holding> holdings(Pool pool, List<Text> text) {
    RationalTime end = RationalTime.ZERO;
    List<Slices.Ranged> read = new ArrayList<>();
    for (Text words : text) {
      end = RationalTime.max(end, words.out().end());
      read.add(new Slices.Ranged(words.out(), part(words)));
    }
    Tally tally = new Tally(pool, Metric.EQUAL_SPLIT);
    for (Slice slice : Slices.of(read, end)) {
      if (!slice.tiles().isEmpty()) {
        tally.add(slice);
      }
    }
    return tally.holdings();
  }

  /** Words, or what the makers of a remix have of them, weighted by the ways that they came by. */
  private static Part part(Text words) {
    Interval still = new Interval(RationalTime.ZERO, RationalTime.ZERO);
    return new Part(
        words.remix() == null ? words.origin() : new Origin.Makers(words.remix(), words.origin()),
        still,
        Box.WHOLE,
        words.weight(),
        List.of(),
        Via.NONE,
        Use.RENDERED,
        null,
        words.remixes() == null ? Remixes.NONE : words.remixes());
  }
}
