package io.patchwork.worker.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.schema.timeline.TimeRanges;
import io.patchwork.schema.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a timeline, as the command prints it.
 *
 * @param rate frames a second; absent where the media decide it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TimelineOutline(String timeline, @Nullable String rate, List<Entry> children) {

  /**
   * A track, clip, gap, stack or transition.
   *
   * @param from start in its track; absent outside of one
   * @param duration absent outside of a track
   * @param speed absent at its own
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      String what,
      String name,
      @Nullable String from,
      @Nullable String duration,
      @Nullable String speed,
      boolean isEnabled,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Entry> children) {

    private void print(String indent, List<String> lines) {
      lines.add(
          indent
              + (from == null ? "" : from + "  " + duration + "  ")
              + what
              + ' '
              + name
              + (speed == null ? "" : "  at " + speed + " of its speed")
              + (isEnabled ? "" : "  (disabled)"));
      children.forEach(child -> child.print(indent + "  ", lines));
    }
  }

  static TimelineOutline of(Timeline timeline) {
    return new TimelineOutline(
        timeline.name(),
        timeline.isRateAssumed() ? null : timeline.rate().toString(),
        untimed(timeline.tracks().children()));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String at = rate == null ? "the rate of its media" : rate + " frames a second";
    lines.add("timeline  " + timeline + "  at " + at);
    children.forEach(child -> child.print("", lines));
    return lines;
  }

  private static List<Entry> untimed(List<Composable> children) {
    return children.stream()
        .filter(Item.class::isInstance)
        .map(child -> entry(child, null, null))
        .toList();
  }

  private static List<Entry> timed(Track track) {
    if (TimeRanges.trimmed(track).isEmpty()) {
      return List.of(
          new Entry("an item of this track has no length", "", null, null, null, true, List.of()));
    }
    List<TimeRange> ranges = TimeRanges.children(track);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      RationalTime start = ranges.get(i).start();
      String from =
          (start.isNegative() ? "-" : "") + new RationalTime(start.seconds().abs()).toClock();
      entries.add(entry(track.children().get(i), from, ranges.get(i).duration().toClock()));
    }
    return entries;
  }

  private static Entry entry(Composable child, @Nullable String from, @Nullable String duration) {
    Fraction speed = child instanceof Item item ? item.speed() : Fraction.ONE;
    return new Entry(
        word(child),
        child.name(),
        from,
        duration,
        speed.equals(Fraction.ONE) ? null : speed.toString(),
        !(child instanceof Item item) || item.common().isEnabled(),
        switch (child) {
          case Stack stack -> untimed(stack.children());
          case Track track -> timed(track);
          case Clip _, Gap _, Transition _ -> List.of();
        });
  }

  private static String word(Composable child) {
    return switch (child) {
      case Clip clip ->
          switch (clip.media()) {
            case MediaReference.External _ -> "clip";
            case MediaReference.Missing _ -> "clip without media";
            case MediaReference.Generator generator -> generator.kind();
            case MediaReference.TitleReference _ -> "title";
            case MediaReference.Credits _ -> "credits";
            case MediaReference.ImageSequence _ -> "image sequence";
            case MediaReference.Other other -> other.schema();
          };
      case Gap _ -> "gap";
      case Stack _ -> "stack";
      case Track track -> track.kind() + " track";
      case Transition transition -> transition.type();
    };
  }
}
