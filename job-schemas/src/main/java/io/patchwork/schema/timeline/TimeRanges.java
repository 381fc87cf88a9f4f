package io.patchwork.schema.timeline;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Composable.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ranges of items, by OpenTimelineIO's rules: transitions take no time, one at the end of a
 * track extends it, and time warps change no duration. Unlike there, disabled items and subtitle
 * tracks do not extend a stack.
 */
public final class TimeRanges {

  private TimeRanges() {}

  /**
   * The trimmed range of an item, in its own time; empty for a clip without source range and
   * available range.
   */
  public static Optional<TimeRange> trimmed(Item item) {
    return item.sourceRange() == null ? available(item) : Optional.of(item.sourceRange());
  }

  /** All there is of an item, whatever its source range; empty where that is unknown. */
  public static Optional<TimeRange> available(Item item) {
    return switch (item) {
      case Clip clip -> Optional.ofNullable(clip.media().availableRange());
      case Gap _ -> Optional.of(new TimeRange(RationalTime.ZERO, RationalTime.ZERO));
      case Track track -> track(track);
      case Stack stack -> {
        RationalTime longest = RationalTime.ZERO;
        for (Composable child : stack.children()) {
          if (!(child instanceof Item each) || !extendsStack(each)) {
            continue;
          }
          Optional<TimeRange> range = trimmed(each);
          if (range.isEmpty() && isKnown(each)) {
            yield Optional.empty();
          }
          longest =
              RationalTime.max(longest, range.map(TimeRange::duration).orElse(RationalTime.ZERO));
        }
        yield Optional.of(new TimeRange(RationalTime.ZERO, longest));
      }
    };
  }

  /** Whether an item extends its stack: disabled items and subtitle tracks do not. */
  private static boolean extendsStack(Item item) {
    return item.common().isEnabled()
        && !(item instanceof Track track && track.kind().equals(Track.SUBTITLE));
  }

  private static boolean isKnown(Item item) {
    return !(item instanceof Track track)
        || track.kind().equals(Track.VIDEO)
        || track.kind().equals(Track.AUDIO);
  }

  private static Optional<TimeRange> track(Track track) {
    RationalTime length = RationalTime.ZERO;
    List<Composable> children = track.children();
    for (Composable child : children) {
      if (child instanceof Item item) {
        Optional<TimeRange> range = trimmed(item);
        if (range.isEmpty()) {
          return Optional.empty();
        }
        length = length.plus(range.get().duration());
      }
    }
    if (!children.isEmpty() && children.getFirst() instanceof Transition first) {
      length = length.plus(first.in());
    }
    if (!children.isEmpty() && children.getLast() instanceof Transition last) {
      length = length.plus(last.out());
    }
    return Optional.of(new TimeRange(RationalTime.ZERO, length));
  }

  /**
   * The range of each child of a track in the track's own time: items end to end, transitions
   * around their cut.
   *
   * @throws IllegalArgumentException if an item has no range
   */
  public static List<TimeRange> children(Track track) {
    List<TimeRange> ranges = new ArrayList<>();
    RationalTime at = RationalTime.ZERO;
    for (Composable child : track.children()) {
      switch (child) {
        case Transition transition ->
            ranges.add(TimeRange.between(at.minus(transition.in()), at.plus(transition.out())));
        case Item item -> {
          RationalTime length =
              trimmed(item)
                  .orElseThrow(() -> new IllegalArgumentException("no length: " + item.name()))
                  .duration();
          ranges.add(new TimeRange(at, length));
          at = at.plus(length);
        }
      }
    }
    return ranges;
  }
}
