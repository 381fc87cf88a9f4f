package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.PictureAlpha;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The layers on screen during a span as a tree of boxes, and the visible share of the frame of
 * each. Exact: the frame is cut along the edges of all boxes, and in each cell opacities, which are
 * linear or products of linear ones, are polynomials of time.
 */
public sealed interface OcclusionTree {

  /**
   * A layer that fills a box.
   *
   * @param part number of the layer; several leaves may share one
   * @param alpha how much of it hides what lies below
   */
  record Leaf(int part, Box box, PictureAlpha alpha) implements OcclusionTree {
    /** An opaque layer. */
    public Leaf(int part, Box box) {
      this(part, box, PictureAlpha.OPAQUE);
    }
  }

  /** Layers on top of each other, the first at the bottom. */
  record Over(List<OcclusionTree> scenes) implements OcclusionTree {
    public Over {
      scenes = List.copyOf(scenes);
    }
  }

  /** A crossfade: {@code 1 − progress} of the one and {@code progress} of the other. */
  record CrossFade(Ramp progress, OcclusionTree before, OcclusionTree after)
      implements OcclusionTree {}

  /** Layers with less opacity. */
  record Faded(List<Ramp> weight, OcclusionTree scene) implements OcclusionTree {
    public Faded {
      weight = List.copyOf(weight);
    }
  }

  /**
   * The visible share of the frame of each part, averaged over the span. What remains to 1 is the
   * background.
   */
  static Map<Integer, Fraction> visible(OcclusionTree scene) {
    return visible(seen(scene));
  }

  /** The same of cells. */
  static Map<Integer, Fraction> visible(List<Cell> cells) {
    Map<Integer, Fraction> visible = new HashMap<>();
    for (Cell cell : cells) {
      Fraction area = cell.box.area();
      cell.parts.forEach(
          (part, weight) -> visible.merge(part, weight.mean().times(area), Fraction::plus));
    }
    return visible;
  }

  /**
   * A part of the frame in which everybody has one share.
   *
   * @param parts the visible share of each part in it, as it changes over the span; what remains to
   *     1 is the background
   */
  record Cell(Box box, Map<Integer, Polynomial> parts) {}

  /** The frame in cells that no edge of a box crosses, row by row. */
  static List<Cell> seen(OcclusionTree scene) {
    TreeSet<Fraction> columns = new TreeSet<>(List.of(Fraction.ZERO, Fraction.ONE));
    TreeSet<Fraction> rows = new TreeSet<>(List.of(Fraction.ZERO, Fraction.ONE));
    Seen.edges(scene, columns, rows);
    List<Fraction> x = within(columns);
    List<Fraction> y = within(rows);
    List<Cell> cells = new ArrayList<>();
    for (int j = 1; j < y.size(); j++) {
      for (int i = 1; i < x.size(); i++) {
        Box box = new Box(x.get(i - 1), y.get(j - 1), x.get(i), y.get(j));
        cells.add(new Cell(box, Seen.in(box, scene).parts()));
      }
    }
    return cells;
  }

  /** The number of cells that the edges of all boxes cut the frame into. */
  static long cells(OcclusionTree scene) {
    TreeSet<Fraction> columns = new TreeSet<>(List.of(Fraction.ZERO, Fraction.ONE));
    TreeSet<Fraction> rows = new TreeSet<>(List.of(Fraction.ZERO, Fraction.ONE));
    Seen.edges(scene, columns, rows);
    return (within(columns).size() - 1L) * (within(rows).size() - 1L);
  }

  private static List<Fraction> within(NavigableSet<Fraction> edges) {
    return List.copyOf(edges.subSet(Fraction.ZERO, true, Fraction.ONE, true));
  }

  /**
   * The visible shares in a cell that no edge crosses.
   *
   * @param firm share of each part that layers below cannot take
   * @param yielding share that goes to layers below, where there are any
   */
  record Seen(Map<Integer, Polynomial> firm, Map<Integer, Polynomial> yielding) {

    private static final Seen NOTHING = new Seen(Map.of(), Map.of());
    private static final Polynomial HALF = Polynomial.constant(Fraction.of(1, 2));

    static void edges(OcclusionTree scene, Set<Fraction> columns, Set<Fraction> rows) {
      switch (scene) {
        case Leaf(int _, Box box, PictureAlpha alpha) -> {
          columns.addAll(List.of(box.left(), box.right()));
          rows.addAll(List.of(box.top(), box.bottom()));
          if (alpha instanceof PictureAlpha.Cells cells) {
            cells.addEdges(box, columns, rows);
          }
        }
        case Over(List<OcclusionTree> scenes) -> scenes.forEach(each -> edges(each, columns, rows));
        case CrossFade(Ramp _, OcclusionTree before, OcclusionTree after) -> {
          edges(before, columns, rows);
          edges(after, columns, rows);
        }
        case Faded(List<Ramp> _, OcclusionTree inner) -> edges(inner, columns, rows);
      }
    }

    static Seen in(Box cell, OcclusionTree scene) {
      return switch (scene) {
        case Leaf(int part, Box box, PictureAlpha alpha) ->
            box.contains(cell) ? of(part, alpha, cell) : NOTHING;
        case Over(List<OcclusionTree> scenes) -> {
          Seen seen = NOTHING;
          for (OcclusionTree each : scenes) {
            seen = seen.under(in(cell, each));
          }
          yield seen;
        }
        case CrossFade(Ramp progress, OcclusionTree before, OcclusionTree after) -> {
          Polynomial u = Polynomial.of(progress);
          yield in(cell, before).times(Polynomial.ONE.minus(u)).and(in(cell, after).times(u));
        }
        case Faded(List<Ramp> weight, OcclusionTree inner) ->
            in(cell, inner).times(Polynomial.product(weight));
      };
    }

    private static Seen of(int part, PictureAlpha alpha, Box cell) {
      return switch (alpha) {
        case PictureAlpha.Opaque _ -> new Seen(Map.of(part, Polynomial.ONE), Map.of());
        case PictureAlpha.Unmeasured _ -> new Seen(Map.of(part, HALF), Map.of(part, HALF));
        case PictureAlpha.Cells cells -> {
          Fraction mean = cells.at(cell);
          yield mean.signum() == 0
              ? NOTHING
              : new Seen(Map.of(part, Polynomial.constant(mean)), Map.of());
        }
      };
    }

    /** The shares of both when {@code above} is put on top. */
    private Seen under(Seen above) {
      Polynomial left = Polynomial.ONE.minus(sum(above.firm));
      Polynomial bare = Polynomial.ONE.minus(sum(firm).plus(sum(yielding)));
      return times(left).and(new Seen(above.firm, times(above.yielding, bare)));
    }

    /** Firm and yielding shares together. */
    Map<Integer, Polynomial> parts() {
      return and(firm, yielding);
    }

    private static Polynomial sum(Map<Integer, Polynomial> shares) {
      return shares.values().stream().reduce(Polynomial.ZERO, Polynomial::plus);
    }

    private Seen times(Polynomial factor) {
      return new Seen(times(firm, factor), times(yielding, factor));
    }

    private static Map<Integer, Polynomial> times(
        Map<Integer, Polynomial> shares, Polynomial factor) {
      Map<Integer, Polynomial> scaled = new HashMap<>();
      shares.forEach((part, opacity) -> scaled.put(part, opacity.times(factor)));
      return scaled;
    }

    private Seen and(Seen other) {
      return new Seen(and(firm, other.firm), and(yielding, other.yielding));
    }

    private static Map<Integer, Polynomial> and(
        Map<Integer, Polynomial> some, Map<Integer, Polynomial> others) {
      Map<Integer, Polynomial> sum = new HashMap<>(some);
      others.forEach((part, opacity) -> sum.merge(part, opacity, Polynomial::plus));
      return sum;
    }
  }
}
