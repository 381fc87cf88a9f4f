package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.time.Fraction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cell of the frame in which everybody has one share; of sound, the whole frame.
 *
 * @param parts no two of which show the same; their weights come to 1 at each instant
 */
public record Tile(Box cell, List<Part> parts) {

  public Tile {
    parts = List.copyOf(parts);
  }

  /** A tile in which parts that show the same are one, and nobody has nothing. */
  public static Tile of(Box cell, Collection<Part> parts) {
    Map<Object, Part> merged = new LinkedHashMap<>();
    parts.forEach(part -> merged.merge(part.key(), part, Part::plus));
    return new Tile(
        cell, merged.values().stream().filter(part -> !part.weight().isZero()).toList());
  }

  Tile between(Fraction from, Fraction to) {
    return new Tile(cell, parts.stream().map(part -> part.between(from, to)).toList());
  }

  /** Whether all of its numbers can be written and read again. */
  boolean isReadable() {
    return cell.isReadable() && parts.stream().allMatch(Part::isReadable);
  }

  boolean isConstant() {
    return parts.stream().allMatch(part -> part.weight().isConstant());
  }

  /** Tiles of which each is cut by those of the others, with the parts of both. */
  static List<Tile> over(List<Tile> some, List<Tile> others) {
    List<Tile> cut = new ArrayList<>();
    for (Tile one : some) {
      for (Tile other : others) {
        Box cell = one.cell.and(other.cell);
        if (!cell.isEmpty()) {
          List<Part> parts = new ArrayList<>(one.parts);
          parts.addAll(other.parts);
          cut.add(new Tile(cell, parts));
        }
      }
    }
    return cut;
  }

  /** As few tiles as neighbours with equal parts allow, row by row. */
  public static List<Tile> joined(List<Tile> tiles) {
    if (tiles.size() == 1) {
      return tiles;
    }
    List<Tile> rows =
        joined(
            tiles,
            Comparator.comparing((Tile tile) -> tile.cell.top())
                .thenComparing(tile -> tile.cell.bottom())
                .thenComparing(tile -> tile.cell.left()),
            true);
    List<Tile> all =
        joined(
            rows,
            Comparator.comparing((Tile tile) -> tile.cell.left())
                .thenComparing(tile -> tile.cell.right())
                .thenComparing(tile -> tile.cell.top()),
            false);
    return all.stream()
        .sorted(
            Comparator.comparing((Tile tile) -> tile.cell.top())
                .thenComparing(tile -> tile.cell.left()))
        .toList();
  }

  private static List<Tile> joined(List<Tile> tiles, Comparator<Tile> order, boolean isAcross) {
    List<Tile> joined = new ArrayList<>();
    for (Tile tile : tiles.stream().sorted(order).toList()) {
      if (!joined.isEmpty() && joined.getLast().isBeside(tile, isAcross)) {
        Tile last = joined.removeLast();
        joined.add(new Tile(last.cell.around(tile.cell), last.parts));
      } else {
        joined.add(tile);
      }
    }
    return joined;
  }

  /** Whether another one with equal parts is its neighbour to the right or below. */
  private boolean isBeside(Tile next, boolean isAcross) {
    boolean touches =
        isAcross
            ? cell.top().equals(next.cell.top())
                && cell.bottom().equals(next.cell.bottom())
                && cell.right().equals(next.cell.left())
            : cell.left().equals(next.cell.left())
                && cell.right().equals(next.cell.right())
                && cell.bottom().equals(next.cell.top());
    return touches && parts.equals(next.parts);
  }
}
