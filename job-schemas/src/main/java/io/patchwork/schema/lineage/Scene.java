package io.patchwork.schema.lineage;

import io.patchwork.schema.time.Fraction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is on screen in a stretch of time, as a tree of boxes that cover each other, and how much of
 * the frame is seen of each of its parts. Exact: the frame is cut along the edges of all boxes, and
 * in each cell opacities, which are straight lines or products of them, are polynomials of time.
 */
public sealed interface Scene {

  /**
   * Something opaque.
   *
   * @param part its number; several may have the same
   */
  record Part(int part, Box box) implements Scene {}

  /** One on top of the other, the first at the bottom. */
  record Over(List<Scene> scenes) implements Scene {
    public Over {
      scenes = List.copyOf(scenes);
    }
  }

  /**
   * One that becomes another: {@code 1 − progress} of the one and {@code progress} of the other.
   */
  record Crossing(Ramp progress, Scene before, Scene after) implements Scene {}

  /** Something less opaque. */
  record Faded(List<Ramp> weight, Scene scene) implements Scene {
    public Faded {
      weight = List.copyOf(weight);
    }
  }

  /**
   * The share of the frame that is seen of each part, on average over the stretch. What is left to
   * 1 is behind them all.
   */
  static Map<Integer, Fraction> visible(Scene scene) {
    TreeSet<Fraction> columns = new TreeSet<>(List.of(Fraction.ZERO, Fraction.ONE));
    TreeSet<Fraction> rows = new TreeSet<>(List.of(Fraction.ZERO, Fraction.ONE));
    Seen.edges(scene, columns, rows);
    List<Fraction> x = within(columns);
    List<Fraction> y = within(rows);
    Map<Integer, Fraction> visible = new HashMap<>();
    for (int i = 1; i < x.size(); i++) {
      for (int j = 1; j < y.size(); j++) {
        Box cell = new Box(x.get(i - 1), y.get(j - 1), x.get(i), y.get(j));
        Fraction area = x.get(i).minus(x.get(i - 1)).times(y.get(j).minus(y.get(j - 1)));
        Seen.in(cell, scene)
            .parts()
            .forEach(
                (part, opacity) -> visible.merge(part, opacity.mean().times(area), Fraction::plus));
      }
    }
    return visible;
  }

  private static List<Fraction> within(NavigableSet<Fraction> edges) {
    return List.copyOf(edges.subSet(Fraction.ZERO, true, Fraction.ONE, true));
  }

  /** What is seen in a cell that no edge crosses. */
  record Seen(Map<Integer, Polynomial> parts) {

    private static final Seen NOTHING = new Seen(Map.of());

    static void edges(Scene scene, Set<Fraction> columns, Set<Fraction> rows) {
      switch (scene) {
        case Part(int _, Box box) -> {
          columns.addAll(List.of(box.left(), box.right()));
          rows.addAll(List.of(box.top(), box.bottom()));
        }
        case Over(List<Scene> scenes) -> scenes.forEach(each -> edges(each, columns, rows));
        case Crossing(Ramp _, Scene before, Scene after) -> {
          edges(before, columns, rows);
          edges(after, columns, rows);
        }
        case Faded(List<Ramp> _, Scene inner) -> edges(inner, columns, rows);
      }
    }

    static Seen in(Box cell, Scene scene) {
      return switch (scene) {
        case Part(int part, Box box) ->
            contains(box, cell) ? new Seen(Map.of(part, Polynomial.ONE)) : NOTHING;
        case Over(List<Scene> scenes) -> {
          Seen seen = NOTHING;
          for (Scene each : scenes) {
            Seen above = in(cell, each);
            seen = seen.times(Polynomial.ONE.minus(above.opacity())).and(above);
          }
          yield seen;
        }
        case Crossing(Ramp progress, Scene before, Scene after) -> {
          Polynomial u = Polynomial.of(progress);
          yield in(cell, before).times(Polynomial.ONE.minus(u)).and(in(cell, after).times(u));
        }
        case Faded(List<Ramp> weight, Scene inner) -> {
          Polynomial factor = Polynomial.ONE;
          for (Ramp ramp : weight) {
            factor = factor.times(Polynomial.of(ramp));
          }
          yield in(cell, inner).times(factor);
        }
      };
    }

    private static boolean contains(Box box, Box cell) {
      return box.left().compareTo(cell.left()) <= 0
          && cell.right().compareTo(box.right()) <= 0
          && box.top().compareTo(cell.top()) <= 0
          && cell.bottom().compareTo(box.bottom()) <= 0;
    }

    private Polynomial opacity() {
      return parts.values().stream().reduce(Polynomial.ZERO, Polynomial::plus);
    }

    private Seen times(Polynomial factor) {
      Map<Integer, Polynomial> scaled = new HashMap<>();
      parts.forEach((part, opacity) -> scaled.put(part, opacity.times(factor)));
      return new Seen(scaled);
    }

    private Seen and(Seen other) {
      Map<Integer, Polynomial> sum = new HashMap<>(parts);
      other.parts.forEach((part, opacity) -> sum.merge(part, opacity, Polynomial::plus));
      return new Seen(sum);
    }
  }

  /**
   * A polynomial of time, which goes from 0 to 1 over the stretch.
   *
   * @param coefficients the constant one first
   */
  record Polynomial(List<Fraction> coefficients) {

    static final Polynomial ZERO = new Polynomial(List.of());
    static final Polynomial ONE = new Polynomial(List.of(Fraction.ONE));

    static Polynomial of(Ramp ramp) {
      return ramp.start().equals(ramp.end())
          ? new Polynomial(List.of(ramp.start()))
          : new Polynomial(List.of(ramp.start(), ramp.end().minus(ramp.start())));
    }

    private Fraction at(int power) {
      return power < coefficients.size() ? coefficients.get(power) : Fraction.ZERO;
    }

    Polynomial plus(Polynomial other) {
      List<Fraction> sum = new ArrayList<>();
      for (int i = 0; i < Math.max(coefficients.size(), other.coefficients.size()); i++) {
        sum.add(at(i).plus(other.at(i)));
      }
      return new Polynomial(sum);
    }

    Polynomial minus(Polynomial other) {
      return plus(other.times(new Polynomial(List.of(Fraction.of(-1)))));
    }

    Polynomial times(Polynomial other) {
      if (coefficients.isEmpty() || other.coefficients.isEmpty()) {
        return ZERO;
      }
      Fraction[] product = new Fraction[coefficients.size() + other.coefficients.size() - 1];
      Arrays.fill(product, Fraction.ZERO);
      for (int i = 0; i < coefficients.size(); i++) {
        for (int j = 0; j < other.coefficients.size(); j++) {
          product[i + j] =
              product[i + j].plus(coefficients.get(i).times(other.coefficients.get(j)));
        }
      }
      return new Polynomial(List.of(product));
    }

    /** Its integral from 0 to 1. */
    Fraction mean() {
      Fraction sum = Fraction.ZERO;
      for (int i = 0; i < coefficients.size(); i++) {
        sum = sum.plus(coefficients.get(i).dividedBy(Fraction.of(i + 1L)));
      }
      return sum;
    }
  }
}
