package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A slice of time in which all shares are polynomials.
 *
 * @param out range in the film
 * @param tiles that fill the frame; of sound, one or, where nobody is heard, none
 */
public record Slice(Interval out, List<Tile> tiles) {

  public Slice {
    tiles = List.copyOf(tiles);
  }

  /** Number of parts in all tiles. */
  long size() {
    return tiles.stream().mapToLong(tile -> tile.parts().size()).sum();
  }

  /** The mean share of what nobody contributed, 0 to 1. */
  public Fraction generated() {
    Fraction sum = Fraction.ZERO;
    for (Tile tile : tiles) {
      for (Part part : tile.parts()) {
        if (part.origin() instanceof Origin.Generated) {
          sum = sum.plus(part.weight().mean().times(tile.cell().area()));
        }
      }
    }
    return sum;
  }

  /** Whether no share changes. */
  @JsonIgnore
  boolean isConstant() {
    return tiles.stream().allMatch(Tile::isConstant);
  }

  /** How far into the slice a time is, 0 to 1. */
  Fraction progress(RationalTime time) {
    return time.minus(out.start()).seconds().dividedBy(out.length().seconds());
  }

  /** A range of it. */
  Slice between(Interval range) {
    if (range.equals(out)) {
      return this;
    }
    Fraction from = progress(range.start());
    Fraction to = progress(range.end());
    return new Slice(range, tiles.stream().map(tile -> tile.between(from, to)).toList());
  }

  /** As few slices as those that only continue each other allow. */
  public static List<Slice> joined(List<Slice> slices) {
    List<Slice> joined = new ArrayList<>();
    for (Slice slice : slices) {
      if (!joined.isEmpty() && slice.continues(joined.getLast())) {
        joined.add(joined.removeLast().until(slice));
      } else {
        joined.add(slice);
      }
    }
    return joined;
  }

  private boolean continues(Slice before) {
    if (!before.out.end().equals(out.start()) || before.tiles.size() != tiles.size()) {
      return false;
    }
    for (int i = 0; i < tiles.size(); i++) {
      List<Part> parts = tiles.get(i).parts();
      List<Part> partsBefore = before.tiles.get(i).parts();
      if (!tiles.get(i).cell().equals(before.tiles.get(i).cell())
          || parts.size() != partsBefore.size()) {
        return false;
      }
      for (int j = 0; j < parts.size(); j++) {
        if (!parts.get(j).continues(partsBefore.get(j), before.out.length(), out.length())) {
          return false;
        }
      }
    }
    return true;
  }

  /** This slice with one that continues it. */
  private Slice until(Slice next) {
    List<Tile> longer = new ArrayList<>();
    for (int i = 0; i < tiles.size(); i++) {
      List<Part> parts = new ArrayList<>();
      for (int j = 0; j < tiles.get(i).parts().size(); j++) {
        Part part = tiles.get(i).parts().get(j);
        parts.add(part.upTo(next.tiles.get(i).parts().get(j).source().end()));
      }
      longer.add(new Tile(tiles.get(i).cell(), parts));
    }
    return new Slice(new Interval(out.start(), next.out.end()), longer);
  }
}
