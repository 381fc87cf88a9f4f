package io.patchwork.worker.composition;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.SubtitleTrackOptions;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.schema.timeline.Title;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.subtitle.Cue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The subtitles of an edit in the output's time.
 *
 * @param shown all of them, track by track
 * @param burnIns what of them stands in the picture, by time; nothing of it overlaps
 */
public record Subtitles(List<Event> shown, List<BurnIn> burnIns) {

  /** Of all that is burnt in, again for each time that it changes. */
  private static final long MAX_CHARACTERS = 4_000_000;

  private static final int MAX_EVENTS = 100_000;

  static final Subtitles NONE = new Subtitles(List.of(), List.of());

  public Subtitles {
    shown = List.copyOf(shown);
    burnIns = List.copyOf(burnIns);
  }

  /**
   * A subtitle.
   *
   * @param track its place among those of subtitles
   * @param from the first frame with it
   * @param to the first without it
   * @param inFile what of its file that is
   */
  public record Event(
      int track,
      SubtitleTrackOptions subtitleOptions,
      SourceMedia source,
      long from,
      long to,
      Interval inFile,
      Cue cue) {}

  /** Words that stand in the picture from one frame to another. */
  public record BurnIn(long from, long to, List<Media> words) {
    public BurnIn {
      words = List.copyOf(words);
    }
  }

  /** A file of subtitles and what is in it. */
  record File(SourceMedia source, List<Cue> cues) {}

  /**
   * Those of a timeline.
   *
   * @param files of the clips on its tracks of subtitles
   * @param frames how long the output is
   * @throws Refused if there are more of them than can be held
   */
  static Subtitles of(Timeline timeline, Map<Clip, File> files, long frames) throws Refused {
    if (files.isEmpty()) {
      return NONE;
    }
    FrameRate rate = timeline.rate();
    PlacedItem root = PlacedItem.root(timeline.tracks(), Track.SUBTITLE, rate.perSecond());
    long first = Math.max(0, root.from());
    long end = Math.min(frames, root.to());
    List<Event> shown = new ArrayList<>();
    int number = 0;
    for (PlacedItem track : root.children()) {
      if (track.item()
          instanceof Track(var _, var _, var _, SubtitleTrackOptions subtitleOptions)) {
        Window window = new Window(Math.max(first, track.from()), Math.min(end, track.to()), rate);
        for (PlacedItem clip : track.children()) {
          File file = clip.item() instanceof Clip known ? files.get(known) : null;
          if (file != null && clip.item().common().isEnabled() && !clip.inside().isFreeze()) {
            collect(number, subtitleOptions, clip, file, window, shown);
            if (shown.size() > MAX_EVENTS) {
              throw new Refused(
                  FailureCode.TOO_LARGE,
                  "The subtitle tracks have more than "
                      + MAX_EVENTS
                      + " subtitles; render the film with fewer of them.");
            }
          }
        }
        number++;
      }
    }
    return new Subtitles(shown, burnIns(shown));
  }

  /** Frames in which something may be shown. */
  private record Window(long from, long to, FrameRate rate) {
    Window within(PlacedItem placed) {
      return new Window(Math.max(from, placed.from()), Math.min(to, placed.to()), rate);
    }
  }

  private static void collect(
      int track,
      SubtitleTrackOptions subtitleOptions,
      PlacedItem clip,
      File file,
      Window around,
      List<Event> shown) {
    RationalTime zero = ((Clip) clip.item()).mediaStart();
    Window window = around.within(clip);
    if (window.from >= window.to) {
      return;
    }
    FrameRate rate = window.rate;
    RationalTime low = clip.inside().inside(RationalTime.ofFrames(window.from, rate)).minus(zero);
    RationalTime high = clip.inside().inside(RationalTime.ofFrames(window.to, rate)).minus(zero);
    for (Cue cue : file.cues) {
      if (cue.end().compareTo(low) <= 0) {
        continue;
      }
      if (cue.start().compareTo(high) >= 0) {
        // They come by their start.
        return;
      }
      long from = Math.max(window.from, tick(clip, cue.start().plus(zero), rate));
      long to = Math.min(window.to, tick(clip, cue.end().plus(zero), rate));
      if (from < to) {
        Interval inFile =
            new Interval(
                RationalTime.max(
                    cue.start(),
                    clip.inside().inside(RationalTime.ofFrames(from, rate)).minus(zero)),
                RationalTime.min(
                    cue.end(), clip.inside().inside(RationalTime.ofFrames(to, rate)).minus(zero)));
        shown.add(new Event(track, subtitleOptions, file.source, from, to, inFile, cue));
      }
    }
  }

  private static long tick(PlacedItem clip, RationalTime inside, FrameRate rate) {
    return PlacedItem.tick(clip.inside().outside(inside), rate.perSecond());
  }

  /** Words at the same place at the same time stand below each other. */
  private static List<BurnIn> burnIns(List<Event> shown) throws Refused {
    List<Event> subtitles =
        shown.stream().filter(event -> event.subtitleOptions.isBurnedIn()).toList();
    Map<Long, List<Event>> begins = subtitles.stream().collect(Collectors.groupingBy(Event::from));
    TreeSet<Long> cuts = new TreeSet<>();
    subtitles.forEach(event -> cuts.addAll(List.of(event.from, event.to)));
    List<BurnIn> burnIns = new ArrayList<>();
    List<Event> on = new ArrayList<>();
    long from = 0;
    long letters = 0;
    for (long cut : cuts) {
      letters += on.stream().mapToLong(event -> event.cue.text().length()).sum();
      if (letters > MAX_CHARACTERS) {
        throw new Refused(
            FailureCode.TOO_LARGE,
            "The burned-in subtitles have more than "
                + MAX_CHARACTERS
                + " characters; burn in fewer of them, or render the film in parts.");
      }
      if (!on.isEmpty()) {
        burnIns.add(new BurnIn(from, cut, words(on)));
      }
      on.removeIf(event -> event.to <= cut);
      on.addAll(begins.getOrDefault(cut, List.of()));
      from = cut;
    }
    return burnIns;
  }

  private static List<Media> words(List<Event> on) {
    Map<Title, List<String>> texts = new LinkedHashMap<>();
    for (Event event : on) {
      Title style = event.subtitleOptions.style();
      Cue cue = event.cue;
      Title look =
          style.saying(
              "",
              cue.isSlanted(),
              Objects.requireNonNullElse(cue.align(), style.align()),
              Objects.requireNonNullElse(cue.vertical(), style.vertical()));
      texts.computeIfAbsent(look, none -> new ArrayList<>()).add(cue.text());
    }
    List<Media> words = new ArrayList<>();
    texts.forEach(
        (look, lines) -> words.add(new Media.PendingTitle(look.saying(String.join("\n", lines)))));
    return words;
  }

  /** The same with other words in the place of some. */
  Subtitles with(Map<Media, Media> others) {
    return new Subtitles(
        shown,
        burnIns.stream()
            .map(each ->
                new BurnIn(
                    each.from,
                    each.to,
                    each.words.stream().map(words -> others.getOrDefault(words, words)).toList()))
            .toList());
  }
}
