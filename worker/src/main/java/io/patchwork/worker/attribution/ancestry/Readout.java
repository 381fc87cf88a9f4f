package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.NestedRender;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the uses of assets off a composed film: each slice and origin is one, over all tiles. */
public final class Readout {

  private final Medium medium;
  private final List<Use> uses = new ArrayList<>();
  private final List<Generated> generated = new ArrayList<>();
  private final List<NestedRender> renders = new ArrayList<>();

  /** The last use of each origin, as an index into {@code uses}. */
  private final Map<Place, Integer> lastUse = new LinkedHashMap<>();

  private final Map<String, Integer> lastGenerated = new LinkedHashMap<>();
  private final Map<AssetContent, Integer> lastRender = new LinkedHashMap<>();

  private Readout(Medium medium) {
    this.medium = medium;
  }

  /**
   * The uses and the generated ranges of a film.
   *
   * @param isMeant the parts that are read off
   */
  public static Readout of(Medium medium, List<Slice> slices, Predicate<Part> isMeant) {
    Readout readout = new Readout(medium);
    slices.forEach(slice -> readout.add(slice, isMeant));
    return readout;
  }

  public List<Use> uses() {
    return List.copyOf(uses);
  }

  public List<Generated> generated() {
    return List.copyOf(generated);
  }

  /** The renders in other renders that something came through. */
  public List<NestedRender> renders() {
    return List.copyOf(renders);
  }

  /** What an origin has of a slice, over all tiles. */
  private record Sum(Part part, Box box, Fraction share) {
    Sum plus(Sum other) {
      return new Sum(part.plus(other.part), box.around(other.box), share.plus(other.share));
    }
  }

  /** The use of an asset's words. */
  public static Use use(Text words) {
    return new Use(
        Medium.TEXT,
        0,
        words.out(),
        words.origin().asset(),
        words.origin().sha256(),
        words.source(),
        null,
        null,
        null,
        null,
        List.of(),
        Fraction.ONE,
        Use.RENDERED,
        null,
        words.via().assets());
  }

  private void add(Slice slice, Predicate<Part> isMeant) {
    Map<Object, Sum> sums = new LinkedHashMap<>();
    Map<AssetContent, Fraction> through = new TreeMap<>();
    for (Tile tile : slice.tiles()) {
      Fraction area = tile.cell().area();
      for (Part part : tile.parts()) {
        if (isMeant.test(part)) {
          Fraction share = part.weight().mean().times(area);
          sums.merge(part.key(), new Sum(part, tile.cell(), share), Sum::plus);
          // A way goes through a render once, so shares at several distances do not overlap.
          part.via().steps().stream()
              .skip(1)
              .flatMap(List::stream)
              .forEach(step ->
                  through.merge(
                      step.render(),
                      step.share() == null ? share : step.share().mean().times(area),
                      Fraction::plus));
        }
      }
    }
    sums.values().forEach(sum -> add(slice.out(), sum));
    through.forEach((render, share) -> addRender(slice.out(), render, share));
  }

  private void addRender(Interval out, AssetContent render, Fraction share) {
    Integer before = lastRender.get(render);
    if (before != null) {
      NestedRender last = renders.get(before);
      if (last.out().end().equals(out.start()) && last.visible().equals(share)) {
        Interval longer = new Interval(last.out().start(), out.end());
        renders.set(before, nested(longer, render, share));
        return;
      }
    }
    lastRender.put(render, renders.size());
    renders.add(nested(out, render, share));
  }

  private NestedRender nested(Interval out, AssetContent render, Fraction share) {
    return new NestedRender(medium, out, render.asset(), render.sha256(), share);
  }

  private void add(Interval out, Sum sum) {
    switch (sum.part.origin()) {
      case Origin.OfAsset origin -> addUse(use(out, origin, sum));
      case Origin.Generated(String generator) -> addGenerated(out, generator, sum.share);
      case Origin.Makers _ -> throw new IllegalStateException("makers keep a share of a use");
    }
  }

  private Use use(Interval out, Origin.OfAsset origin, Sum sum) {
    boolean isSeen = medium == Medium.VIDEO;
    Part part = sum.part;
    return new Use(
        medium,
        0,
        out,
        origin.asset(),
        origin.sha256(),
        part.source(),
        isSeen ? sum.box : null,
        isSeen ? part.picture() : null,
        isSeen ? part.picture().fractions(sum.box) : null,
        null,
        part.factors().stream().filter(Readout::changesAnything).toList(),
        sum.share,
        part.method(),
        null,
        part.via().assets());
  }

  private static boolean changesAnything(Ramp factor) {
    return !factor.start().equals(Fraction.ONE) || !factor.end().equals(Fraction.ONE);
  }

  private record Place(AssetContent content, @Nullable Box picture, List<List<Id>> via) {}

  private void addUse(Use use) {
    Place place = new Place(use.content(), use.picture(), use.via());
    Integer before = lastUse.get(place);
    if (before != null && uses.get(before).isContinuedBy(use)) {
      uses.set(before, uses.get(before).until(use.out().end(), use.source().end()));
      return;
    }
    lastUse.put(place, uses.size());
    uses.add(use);
  }

  private void addGenerated(Interval out, String generator, Fraction share) {
    Integer before = lastGenerated.get(generator);
    if (before != null) {
      Generated last = generated.get(before);
      if (last.out().end().equals(out.start()) && last.visible().equals(share)) {
        Interval longer = new Interval(last.out().start(), out.end());
        generated.set(before, new Generated(medium, longer, generator, share));
        return;
      }
    }
    lastGenerated.put(generator, generated.size());
    generated.add(new Generated(medium, out, generator, share));
  }
}
