package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Composable.Transition;
import io.patchwork.schema.timeline.TimeRanges;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An item in its place in the output. Boundaries are rounded to ticks (frames or samples) of the
 * output, lengths never, so neighbours always meet.
 *
 * @param outside map from output time to the time of its parent
 * @param start of the item in its parent's time
 * @param inside map from output time to the item's own time
 * @param anchor tick of {@code start}; the later end where its parent runs backwards
 * @param from its first tick in the output
 * @param to the first tick behind it
 * @param children of a track in order of time, of a stack from the bottom
 * @param transitions of a track, in order of time
 */
record PlacedItem(
    Item item,
    TimeMap outside,
    RationalTime start,
    RationalTime length,
    TimeMap inside,
    long anchor,
    long from,
    long to,
    List<PlacedItem> children,
    List<TransitionSpan> transitions) {

  /** A tick beyond any output, far below the largest long. */
  private static final long BEYOND_OUTPUT = 1L << 60;

  private static final BigInteger MAX_TICK = BigInteger.valueOf(BEYOND_OUTPUT);

  PlacedItem {
    children = List.copyOf(children);
    transitions = List.copyOf(transitions);
  }

  /**
   * A transition at its place in the output.
   *
   * @param before the outgoing item; null at the start of a track
   * @param after the incoming item; null at the end of a track
   * @param begins in the track's time
   * @param ends in the track's time
   * @param middle the tick nearest to its middle, where a dip changes sides
   */
  record TransitionSpan(
      Transition transition,
      @Nullable PlacedItem before,
      @Nullable PlacedItem after,
      RationalTime begins,
      RationalTime ends,
      long from,
      long middle,
      long to) {

    /** The items that it leads from and to. */
    Stream<PlacedItem> sides() {
      return Stream.of(Optional.ofNullable(before), Optional.ofNullable(after))
          .flatMap(Optional::stream);
    }

    TransitionKind kind() {
      return TransitionKind.of(transition).orElse(TransitionKind.DISSOLVE);
    }
  }

  /**
   * Places the items of one kind of track.
   *
   * @param root the timeline's stack, every item of which has a length
   * @param kind of the tracks that count, {@code Video} or {@code Audio}
   * @param ticks per second, to which boundaries are rounded
   */
  static PlacedItem root(Stack root, String kind, Fraction ticks) {
    return new Placer(kind, ticks)
        .place(
            root,
            new TimeMap(RationalTime.ZERO, RationalTime.ZERO, Fraction.ONE),
            RationalTime.ZERO);
  }

  /** The nearest tick, bounded to a little beyond any output. */
  static long tick(RationalTime time, Fraction ticks) {
    BigInteger tick = time.seconds().times(ticks).round();
    return tick.min(MAX_TICK).max(MAX_TICK.negate()).longValueExact();
  }

  /** Adds the boundaries of all descendants, in ticks. */
  void addBoundaries(java.util.Collection<Long> cuts) {
    for (PlacedItem child : children) {
      if (child.item.common().isEnabled()) {
        addOutsideTransitions(child.from, cuts);
        addOutsideTransitions(child.to, cuts);
        child.addBoundaries(cuts);
      }
    }
    for (TransitionSpan transition : transitions) {
      cuts.add(transition.from);
      if (transition.kind().dips()) {
        cuts.add(transition.middle());
      }
      cuts.add(transition.to);
    }
  }

  /** A cut inside a transition changes nothing: both items are on all through it. */
  private void addOutsideTransitions(long tick, java.util.Collection<Long> cuts) {
    if (transitionAt(tick).filter(transition -> transition.from < tick).isEmpty()) {
      cuts.add(tick);
    }
  }

  /** The transition of a track that covers a tick. */
  Optional<TransitionSpan> transitionAt(long tick) {
    return last(transitions, transition -> transition.from <= tick).filter(each -> tick < each.to);
  }

  /** The child of a track that covers a tick. */
  Optional<PlacedItem> childAt(long tick) {
    return last(children, child -> child.from <= tick).filter(each -> tick < each.to);
  }

  /**
   * The last element for which a condition holds that holds for all before it; by binary search.
   */
  private static <T> Optional<T> last(List<T> list, java.util.function.Predicate<T> holds) {
    int low = 0;
    int high = list.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (holds.test(list.get(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : Optional.of(list.get(low - 1));
  }

  /** Places items of one kind of track. */
  private record Placer(String kind, Fraction ticks) {

    /**
     * The tick of a time in a composition. Of a frozen one, what it is past lies before any output,
     * and what it never reaches behind.
     */
    private long tick(RationalTime time, TimeMap map) {
      if (map.isFreeze()) {
        return time.compareTo(map.to()) <= 0 ? -BEYOND_OUTPUT : BEYOND_OUTPUT;
      }
      return PlacedItem.tick(map.outside(time), ticks);
    }

    private PlacedItem place(Item item, TimeMap outside, RationalTime start) {
      TimeRange range = TimeRanges.trimmed(item).orElseThrow();
      TimeMap inside = outside.into(start, entry(range, item.speed()), item.speed());
      long anchor = tick(start, outside);
      long opposite = tick(start.plus(range.duration()), outside);
      List<PlacedItem> children =
          switch (item) {
            case Clip _, Gap _ -> List.of();
            case Track track -> inTrack(track, inside);
            case Stack stack -> inStack(stack, inside);
          };
      List<TransitionSpan> transitions =
          item instanceof Track track ? transitions(track, inside, children) : List.of();
      return new PlacedItem(
          item,
          outside,
          start,
          range.duration(),
          inside,
          anchor,
          Math.min(anchor, opposite),
          Math.max(anchor, opposite),
          item instanceof Track ? inOrder(children) : children,
          transitions);
    }

    /** The item's own time at its first instant: in reverse a range is played from its end. */
    private static RationalTime entry(TimeRange range, Fraction speed) {
      return speed.signum() < 0
          ? range.start().plus(range.duration().times(speed.abs()))
          : range.start();
    }

    /** The children of at least one tick, in order of time. */
    private static List<PlacedItem> inOrder(List<PlacedItem> children) {
      return children.stream()
          .filter(child -> child.from < child.to)
          .sorted(Comparator.comparingLong(PlacedItem::from))
          .toList();
    }

    private List<PlacedItem> inStack(Stack stack, TimeMap inside) {
      return stack.children().stream()
          .filter(Item.class::isInstance)
          .map(Item.class::cast)
          .filter(child -> child.common().isEnabled())
          .filter(child -> !(child instanceof Track track) || track.kind().equals(kind))
          .map(child -> place(child, inside, RationalTime.ZERO))
          .toList();
    }

    private List<PlacedItem> inTrack(Track track, TimeMap inside) {
      List<TimeRange> ranges = TimeRanges.children(track);
      List<PlacedItem> items = new ArrayList<>();
      for (int i = 0; i < ranges.size(); i++) {
        if (track.children().get(i) instanceof Item child) {
          items.add(place(child, inside, ranges.get(i).start()));
        }
      }
      return items;
    }

    private List<TransitionSpan> transitions(Track track, TimeMap inside, List<PlacedItem> items) {
      List<TimeRange> ranges = TimeRanges.children(track);
      List<TransitionSpan> transitions = new ArrayList<>();
      int next = 0;
      for (int i = 0; i < ranges.size(); i++) {
        Composable child = track.children().get(i);
        if (child instanceof Item) {
          next++;
        } else if (child instanceof Transition transition && transition.isEnabled()) {
          RationalTime begins = ranges.get(i).start();
          RationalTime ends = ranges.get(i).endExclusive();
          long a = tick(begins, inside);
          long b = tick(ends, inside);
          RationalTime middle = begins.plus(ends).times(Fraction.of(1, 2));
          if (a != b) {
            transitions.add(
                new TransitionSpan(
                    transition,
                    next == 0 ? null : items.get(next - 1),
                    next == items.size() ? null : items.get(next),
                    begins,
                    ends,
                    Math.min(a, b),
                    tick(middle, inside),
                    Math.max(a, b)));
          }
        }
      }
      transitions.sort(Comparator.comparingLong(TransitionSpan::from));
      return transitions;
    }
  }
}
