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

/** The chapters of a film, from one marker of its timeline to the next. Pure. */
public final class Chapters {

  private static final int MAX_TITLE_CODE_POINTS = 500;

  private final FrameRate rate;
  private final Map<Long, String> titles;

  private Chapters(FrameRate rate, Map<Long, String> titles) {
    this.rate = rate;
    this.titles = titles;
  }

  /**
   * One chapter for each named marker within the film; what precedes the first is named after the
   * timeline.
   *
   * @param frames length of the film
   * @return in order of time; empty without markers
   */
  public static List<Chapter> of(ResolvedTimeline timeline, long frames) {
    Map<Long, String> titles = new TreeMap<>();
    for (String kind : List.of(Track.VIDEO, Track.AUDIO)) {
      new Chapters(timeline.rate(), titles)
          .collect(
              PlacedItem.root(timeline.timeline().tracks(), kind, timeline.rate().perSecond()),
              0,
              frames);
    }
    if (!titles.isEmpty()) {
      titles.putIfAbsent(0L, truncated(timeline.timeline().name()));
    }
    List<Long> starts = List.copyOf(titles.keySet());
    List<Chapter> chapters = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      long end = i + 1 < starts.size() ? starts.get(i + 1) : frames;
      chapters.add(
          new Chapter(
              RationalTime.ofFrames(starts.get(i), timeline.rate()),
              RationalTime.ofFrames(end, timeline.rate()),
              titles.get(starts.get(i))));
    }
    return chapters;
  }

  /** Truncated between code points; unpaired surrogates are replaced. */
  private static String truncated(String title) {
    String whole = new String(title.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return whole.codePointCount(0, whole.length()) <= MAX_TITLE_CODE_POINTS
        ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, MAX_TITLE_CODE_POINTS));
  }

  private void collect(PlacedItem placed, long from, long to) {
    long first = Math.max(from, placed.from());
    long end = Math.min(to, placed.to());
    if (!placed.item().common().isEnabled() || first >= end || placed.inside().isFreeze()) {
      return;
    }
    for (Marker marker : placed.item().common().markers()) {
      String title = marker.name().isBlank() ? marker.comment().strip() : marker.name().strip();
      long tick =
          PlacedItem.tick(placed.inside().outside(marker.range().start()), rate.perSecond());
      // In reverse a time is passed where the frame that begins at it ends.
      long frame = placed.inside().speed().signum() < 0 ? tick - 1 : tick;
      if (!title.isEmpty() && first <= frame && frame < end) {
        titles.putIfAbsent(frame, truncated(title));
      }
    }
    placed.children().forEach(child -> collect(child, first, end));
  }
}
