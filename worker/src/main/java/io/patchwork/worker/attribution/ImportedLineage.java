package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Ancestry;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Playback;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Slices;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.attribution.ancestry.Via;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lineage from elsewhere: what a film uses when, and the same of the films that it uses. It has
 * no rectangles and no frames, so a change is where it is said to be, in between frames too.
 *
 * @param duration of the film; absent where it ends with its last use
 * @param render uses of the film
 * @param remixes uses of the films among its assets, by their ids
 */
public record ImportedLineage(
    @Nullable RationalTime duration, List<Segment> render, Map<Id, List<Segment>> remixes) {

  @SuppressWarnings("nullness") // an absent map arrives as null
  public ImportedLineage {
    render = List.copyOf(render);
    remixes = remixes == null ? Map.of() : Map.copyOf(remixes);
  }

  /**
   * A use.
   *
   * @param out range in the film
   * @param src range in the asset; backwards in reverse, and a point for a freeze
   * @param weight factors of the share of the picture, or of the gain; none for 1
   */
  public record Segment(Medium kind, Interval out, Id asset, Interval src, List<Ramp> weight) {

    @SuppressWarnings("nullness") // what is absent arrives as null
    public Segment {
      if (kind == null || asset == null || !isWhole(out) || !isWhole(src)) {
        throw new IllegalArgumentException("a use needs kind, out, asset and src");
      }
      weight = weight == null ? List.of() : List.copyOf(weight);
    }

    @SuppressWarnings("nullness") // what is absent arrives as null
    private static boolean isWhole(Interval range) {
      return range != null && range.start() != null && range.end() != null;
    }
  }

  /**
   * The film with the parts of the films in it in their places.
   *
   * @throws Refused if it contradicts itself, if a film is in itself, or if there is too much in it
   */
  public Mosaic composed() throws Refused {
    Map<AssetContent, Mosaic> films = films();
    return new Ancestry(asset -> Optional.ofNullable(films.get(asset))).compose(film());
  }

  /** The film's own parts. */
  public Mosaic film() throws Refused {
    return film("the film", render, duration);
  }

  /** The own parts of the films in it. */
  public Map<AssetContent, Mosaic> films() throws Refused {
    Map<AssetContent, Mosaic> films = new HashMap<>();
    for (Map.Entry<Id, List<Segment>> each : remixes.entrySet()) {
      films.put(
          AssetContent.unknown(each.getKey()), film(each.getKey().value(), each.getValue(), null));
    }
    return films;
  }

  private Mosaic film(String name, List<Segment> segments, @Nullable RationalTime length)
      throws Refused {
    ImportCheck check = new ImportCheck(name, ImportCheck.lengths(remixes));
    RationalTime whole = length == null ? ImportCheck.end(segments) : length;
    check.check(segments, whole);
    return new Mosaic(
        whole,
        null,
        pictures(check, Slices.of(spans(segments, Medium.VIDEO), whole)),
        Slices.of(spans(segments, Medium.AUDIO), whole),
        List.of());
  }

  private List<Slices.Ranged> spans(List<Segment> segments, Medium medium) {
    return segments.stream()
        .filter(segment -> segment.kind == medium)
        .map(segment ->
            new Slices.Ranged(
                segment.out,
                new Part(
                    new Origin.OfAsset(AssetContent.unknown(segment.asset)),
                    segment.src,
                    Box.WHOLE,
                    Polynomial.product(segment.weight),
                    segment.weight,
                    Via.NONE,
                    Use.RENDERED,
                    remixes.containsKey(segment.asset) ? new Playback.Continuous() : null,
                    null)))
        .toList();
  }

  /** The same with black where nobody is. */
  private static List<Slice> pictures(ImportCheck check, List<Slice> slices) throws Refused {
    List<Slice> filled = new ArrayList<>();
    for (Slice slice : slices) {
      List<Part> parts = new ArrayList<>();
      Polynomial rest = Polynomial.ONE;
      for (Tile tile : slice.tiles()) {
        for (Part part : tile.parts()) {
          parts.add(part);
          rest = rest.minus(part.weight());
        }
      }
      check.checkRest(slice.out(), rest);
      if (!rest.isZero()) {
        parts.add(Part.generated(Generated.BLACK, rest));
      }
      filled.add(new Slice(slice.out(), List.of(Tile.of(Box.WHOLE, parts))));
    }
    return filled;
  }
}
