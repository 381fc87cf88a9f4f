package io.patchwork.worker.composition;

import io.patchwork.schema.manifest.Chapter;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Marker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The chapters of a film: from marker to marker, whatever carries them. Pure. */
public final class Chapters {

  private static final int LONGEST_TITLE = 500;

  private final FrameRate rate;
  private final Map<Long, String> titles;

  private Chapters(FrameRate rate, Map<Long, String> titles) {
    this.rate = rate;
    this.titles = titles;
  }

  /**
   * One for each marker that has a name and is in the film; what is before the first has the name
   * of the timeline.
   *
   * @param frames how long the film is
   * @return in order; none without markers
   */
  public static List<Chapter> of(ResolvedTimeline edit, long frames) {
    Map<Long, String> titles = new TreeMap<>();
    for (String kind : List.of(Track.VIDEO, Track.AUDIO)) {
      new Chapters(edit.rate(), titles)
          .collect(
              PlacedItem.root(edit.timeline().tracks(), kind, edit.rate().perSecond()), 0, frames);
    }
    if (!titles.isEmpty()) {
      titles.putIfAbsent(0L, cut(edit.timeline().name()));
    }
    List<Long> starts = List.copyOf(titles.keySet());
    List<Chapter> chapters = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      long end = i + 1 < starts.size() ? starts.get(i + 1) : frames;
      chapters.add(
          new Chapter(
              RationalTime.ofFrames(starts.get(i), edit.rate()),
              RationalTime.ofFrames(end, edit.rate()),
              titles.get(starts.get(i))));
    }
    return chapters;
  }

  /** Between characters; half a character is none. */
  private static String cut(String title) {
    String whole = new String(title.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return whole.codePointCount(0, whole.length()) <= LONGEST_TITLE
        ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, LONGEST_TITLE));
  }

  private void collect(PlacedItem placed, long from, long to) {
    long first = Math.max(from, placed.from());
    long end = Math.min(to, placed.to());
    if (!placed.item().common().isEnabled() || first >= end || placed.inside().isFreeze()) {
      return;
    }
    for (Marker marker : placed.item().common().markers()) {
      String title = marker.name().isBlank() ? marker.comment().strip() : marker.name().strip();
      long frame =
          PlacedItem.tick(placed.inside().outside(marker.range().start()), rate.perSecond());
      if (!title.isEmpty() && first <= frame && frame < end) {
        titles.putIfAbsent(frame, cut(title));
      }
    }
    placed.children().forEach(child -> collect(child, first, end));
  }
}
