package io.patchwork.worker.subtitle;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Title.Align;
import io.patchwork.schema.timeline.Title.Vertical;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes WebVTT (W3C, §4), which FFmpeg and browsers read. */
public final class WebVtt {

  public static final String MEDIA_TYPE = "text/vtt";

  private WebVtt() {}

  /** A file of cues, by their start. */
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

  /** An arrow in the words would be times. */
  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Hours have two digits at least. */
  private static String clock(RationalTime time) {
    String clock = time.toClock();
    return clock.indexOf(':') == 1 ? "0" + clock : clock;
  }
}
