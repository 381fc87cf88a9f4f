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
import org.jspecify.annotations.Nullable;

/**
 * An item in its place in the output. Boundaries are rounded to ticks (frames or samples) of the
 * output, lengths never, so neighbours always meet.
 *
 * @param outside from the output's time to that of what it stands in
 * @param start where in that it begins
 * @param inside from the output's time to its own
 * @param anchor the tick at which it begins, whatever of it is seen
 * @param from the first tick of the output that is its own
 * @param to the first that is not any more
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

  /** Further than any output reaches, and far from the end of what a long holds. */
  private static final long FAR = 1L << 60;

  private static final BigInteger FARTHEST = BigInteger.valueOf(FAR);

  PlacedItem {
    children = List.copyOf(children);
    transitions = List.copyOf(transitions);
  }

  /**
   * Where one item becomes another.
   *
   * @param before what goes, absent where nothing does
   * @param after what comes
   * @param begins in the track's time
   * @param ends in the track's time
   */
  record TransitionSpan(
      Transition transition,
      @Nullable PlacedItem before,
      @Nullable PlacedItem after,
      RationalTime begins,
      RationalTime ends,
      long from,
      long to) {

    TransitionKind kind() {
      return TransitionKind.of(transition).orElse(TransitionKind.DISSOLVE);
    }

    long middle() {
      return from + (to - from) / 2;
    }
  }

  /**
   * The items of one kind of track.
   *
   * @param root the timeline's stack, every item of which has a length
   * @param kind of the tracks that count, {@code Video} or {@code Audio}
   * @param ticks a second that boundaries are rounded to
   */
  static PlacedItem root(Stack root, String kind, Fraction ticks) {
    return new Placing(kind, ticks)
        .place(
            root,
            new TimeMap(RationalTime.ZERO, RationalTime.ZERO, Fraction.ONE),
            RationalTime.ZERO);
  }

  /** The nearest tick, or one that is further than any output reaches. */
  static long tick(RationalTime time, Fraction ticks) {
    BigInteger tick = time.seconds().times(ticks).round();
    return tick.min(FARTHEST).max(FARTHEST.negate()).longValueExact();
  }

  /** The boundaries of everything within, in ticks. */
  void boundaries(java.util.Collection<Long> cuts) {
    for (PlacedItem child : children) {
      if (child.item.common().isEnabled()) {
        addUnlessCrossed(child.from, cuts);
        addUnlessCrossed(child.to, cuts);
        child.boundaries(cuts);
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

  /** Within a crossing both its items are seen all the time. */
  private void addUnlessCrossed(long tick, java.util.Collection<Long> cuts) {
    if (transitionAt(tick).filter(transition -> transition.from < tick).isEmpty()) {
      cuts.add(tick);
    }
  }

  /** The crossing of a track that is going on at a tick. */
  Optional<TransitionSpan> transitionAt(long tick) {
    return last(transitions, transition -> transition.from <= tick).filter(each -> tick < each.to);
  }

  /** The child of a track that is on at a tick. */
  Optional<PlacedItem> childAt(long tick) {
    return last(children, child -> child.from <= tick).filter(each -> tick < each.to);
  }

  /** The last of a list for which something holds that holds for all before it. */
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

  /** Puts items into their places. */
  private record Placing(String kind, Fraction ticks) {

    private long tick(RationalTime time) {
      return PlacedItem.tick(time, ticks);
    }

    private PlacedItem place(Item item, TimeMap outside, RationalTime start) {
      TimeRange range = TimeRanges.trimmed(item).orElseThrow();
      RationalTime end = start.plus(range.duration());
      TimeMap inside = outside.into(start, range.start(), item.speed());
      long anchor;
      long other;
      if (outside.isFreeze()) {
        boolean isOn = start.compareTo(outside.to()) <= 0 && outside.to().compareTo(end) < 0;
        anchor = isOn ? -FAR : 0;
        other = isOn ? FAR : 0;
      } else {
        anchor = tick(outside.outside(start));
        other = tick(outside.outside(end));
      }
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
          Math.min(anchor, other),
          Math.max(anchor, other),
          item instanceof Track ? inOrder(children) : children,
          transitions);
    }

    /** Those that last for a tick at least, by time. */
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
        } else if (child instanceof Transition transition
            && transition.isEnabled()
            && !inside.isFreeze()) {
          RationalTime begins = ranges.get(i).start();
          RationalTime ends = ranges.get(i).endExclusive();
          long a = tick(inside.outside(begins));
          long b = tick(inside.outside(ends));
          if (a != b) {
            transitions.add(
                new TransitionSpan(
                    transition,
                    next == 0 ? null : items.get(next - 1),
                    next == items.size() ? null : items.get(next),
                    begins,
                    ends,
                    Math.min(a, b),
                    Math.max(a, b)));
          }
        }
      }
      transitions.sort(Comparator.comparingLong(TransitionSpan::from));
      return transitions;
    }
  }
}
