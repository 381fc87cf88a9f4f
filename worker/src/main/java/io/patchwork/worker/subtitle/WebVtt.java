package io.patchwork.worker.subtitle;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Title.Align;
import io.patchwork.schema.timeline.Title.Vertical;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes WebVTT (W3C, §4), which FFmpeg and browsers read. */
public final class WebVtt {

  public static final String MEDIA_TYPE = "text/vtt";

  private WebVtt() {}

  /** A WebVTT file of cues, which are sorted by start. */
  public static String of(List<Cue> cues) {
    StringBuilder text = new StringBuilder("WEBVTT\n");
    for (Cue cue : cues) {
      text.append('\n')
          .append(clock(cue.start()))
          .append(" --> ")
          .append(clock(cue.end()))
          .append(align(cue.align()))
          .append(line(cue.vertical()))
          .append('\n')
          .append(cue.isSlanted() ? "<i>" + escaped(cue.text()) + "</i>" : escaped(cue.text()))
          .append('\n');
    }
    return text.toString();
  }

  /**
   * The same text in cues that do not overlap, for formats with one text at a time: simultaneous
   * cues are stacked in one.
   */
  public static List<Cue> oneAtATime(List<Cue> cues) {
    TreeSet<RationalTime> cuts = new TreeSet<>();
    cues.forEach(cue -> cuts.addAll(List.of(cue.start(), cue.end())));
    List<Cue> apart = new ArrayList<>();
    List<Cue> on = new ArrayList<>();
    int next = 0;
    RationalTime from = RationalTime.ZERO;
    for (RationalTime cut : cuts) {
      if (!on.isEmpty()) {
        String words = on.stream().map(Cue::text).collect(Collectors.joining("\n"));
        Cue first = on.getFirst();
        apart.add(new Cue(from, cut, words, first.isSlanted(), first.align(), first.vertical()));
      }
      on.removeIf(cue -> cue.end().compareTo(cut) <= 0);
      while (next < cues.size() && cues.get(next).start().equals(cut)) {
        on.add(cues.get(next));
        next++;
      }
      from = cut;
    }
    return apart;
  }

  private static String align(@Nullable Align align) {
    return align == null ? "" : " align:" + align.name().toLowerCase(Locale.ROOT);
  }

  private static String line(@Nullable Vertical vertical) {
    return switch (vertical) {
      case null -> "";
      case TOP -> " line:0";
      case MIDDLE -> " line:50%";
      case BOTTOM -> " line:-1";
    };
  }

  /** Escapes text; an arrow in it would be read as cue times. */
  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** A timestamp, whose hours have at least two digits. */
  private static String clock(RationalTime time) {
    String clock = time.toClock();
    return clock.indexOf(':') == 1 ? "0" + clock : clock;
  }
}
