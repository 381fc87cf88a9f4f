package io.patchwork.worker.proposal;

import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.proposal.Metric;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.RemixMakers;
import io.patchwork.worker.attribution.ancestry.Remixes;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Slices;
import io.patchwork.worker.attribution.ancestry.Text;
import io.patchwork.worker.attribution.ancestry.Via;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is read, by language: each instant is divided equally among the assets that are read. */
final class TextTally {

  /** The BCP 47 tag of a language that nobody named. */
  private static final String UNDETERMINED = "und";

  private TextTally() {}

  /** The holdings of each language. */
  static Map<String, List<Holding>> of(List<Text> text, RemixMakers makers) {
    Map<String, List<Text>> byLanguage = new TreeMap<>();
    text.forEach(words ->
        byLanguage
            .computeIfAbsent(
                words.language() == null ? UNDETERMINED : words.language(),
                language -> new ArrayList<>())
            .add(words));
    Map<String, List<Holding>> holdings = new TreeMap<>();
    byLanguage.forEach(
        (language, of) -> holdings.put(language, holdings(Pool.text(language), of, makers)));
    return holdings;
  }

  private static List<Holding> holdings(Pool pool, List<Text> text, RemixMakers makers) {
    RationalTime end = RationalTime.ZERO;
    List<Slices.Ranged> read = new ArrayList<>();
    for (Text words : text) {
      end = RationalTime.max(end, words.out().end());
      parts(words, makers).forEach(part -> read.add(new Slices.Ranged(words.out(), part)));
    }
    Tally tally = new Tally(pool, Metric.EQUAL_SPLIT);
    for (Slice slice : Slices.of(read, end)) {
      if (!slice.tiles().isEmpty()) {
        tally.add(slice);
      }
    }
    return tally.holdings();
  }

  /** What an asset's words are, and what the makers of remixes have of them. */
  private static List<Part> parts(Text words, RemixMakers makers) {
    List<Part> parts = new ArrayList<>();
    Remixes remixes = Remixes.NONE;
    // From the innermost out, as they were composed; words came by one way.
    for (List<AssetContent> hop : words.via().hops().reversed()) {
      Optional<Object> made = makers.of(hop.getFirst(), Medium.TEXT);
      if (made.isEmpty()) {
        continue;
      }
      Remixes through = remixes.through(made.get());
      if (through.equals(remixes)) {
        parts.removeLast();
      } else {
        parts.replaceAll(part -> part(part.origin(), new Remixes(depth(part) + 1, made.get())));
      }
      parts.add(
          part(new Origin.Makers(hop.getFirst(), words.origin()), new Remixes(0, made.get())));
      remixes = through;
    }
    parts.add(part(words.origin(), remixes));
    return parts;
  }

  private static int depth(Part part) {
    return part.remixes() == null ? 0 : part.remixes().count();
  }

  private static Part part(Origin origin, Remixes remixes) {
    Interval still = new Interval(RationalTime.ZERO, RationalTime.ZERO);
    return new Part(
        origin, still, Box.WHOLE, Polynomial.ONE, List.of(), Via.NONE, Use.RENDERED, null, remixes);
  }
}
