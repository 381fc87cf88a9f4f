package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;

/** Slices in order, which do not overlap. */
public final class Slices {

  private Slices() {}

  /** A part during a range of the film. */
  public record Ranged(Interval out, Part part) {
    private Part during(Interval range) {
      Fraction length = out.length().seconds();
      return part.between(
          range.start().minus(out.start()).seconds().dividedBy(length),
          range.end().minus(out.start()).seconds().dividedBy(length));
    }
  }

  /**
   * The slices in which the same parts are on, each with one tile.
   *
   * @param parts with a length, in any order
   * @param duration of the film; where no ranged is, there are slices without tiles
   */
  public static List<Slice> of(List<Ranged> parts, RationalTime duration) {
    TreeSet<RationalTime> edges = new TreeSet<>(List.of(RationalTime.ZERO, duration));
    parts.forEach(ranged -> edges.addAll(List.of(ranged.out.start(), ranged.out.end())));
    Iterator<Ranged> next =
        parts.stream().sorted(Comparator.comparing(ranged -> ranged.out.start())).iterator();
    PriorityQueue<Ranged> on =
        new PriorityQueue<>(Comparator.comparing(ranged -> ranged.out.end()));
    List<Ranged> inOrder = new ArrayList<>();
    Ranged waiting = next.hasNext() ? next.next() : null;
    List<Slice> slices = new ArrayList<>();
    RationalTime from = RationalTime.ZERO;
    for (RationalTime to : edges.tailSet(RationalTime.ZERO, false)) {
      while (!on.isEmpty() && on.peek().out.end().compareTo(from) <= 0) {
        inOrder.remove(on.poll());
      }
      while (waiting != null && waiting.out.start().compareTo(from) <= 0) {
        on.add(waiting);
        inOrder.add(waiting);
        waiting = next.hasNext() ? next.next() : null;
      }
      Interval out = new Interval(from, to);
      List<Part> now = inOrder.stream().map(ranged -> ranged.during(out)).toList();
      Tile tile = Tile.of(Box.WHOLE, now);
      slices.add(new Slice(out, tile.parts().isEmpty() ? List.of() : List.of(tile)));
      from = to;
    }
    return slices;
  }

  /** The position of the first slice that ends behind a time; their number where none does. */
  public static int from(List<Slice> slices, RationalTime time) {
    int low = 0;
    int high = slices.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (slices.get(middle).out().end().compareTo(time) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The position of the slice that a time is in; -1 for none. */
  static int at(List<Slice> slices, RationalTime time) {
    int at = from(slices, time);
    return at < slices.size() && slices.get(at).out().start().compareTo(time) <= 0 ? at : -1;
  }
}
