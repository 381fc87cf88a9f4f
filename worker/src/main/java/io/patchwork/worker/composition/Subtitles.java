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
 * The subtitle events of a timeline in output time.
 *
 * @param events all of them, track by track
 * @param burnIns text drawn into the video, in order of time, without overlap
 */
public record Subtitles(List<Event> events, List<BurnIn> burnIns) {

  /** Of all burnt-in text, counted again each time that it changes. */
  private static final long MAX_CHARACTERS = 4_000_000;

  private static final int MAX_EVENTS = 100_000;

  static final Subtitles NONE = new Subtitles(List.of(), List.of());

  public Subtitles {
    events = List.copyOf(events);
    burnIns = List.copyOf(burnIns);
  }

  /**
   * One cue at its place in the output.
   *
   * @param track index among the subtitle tracks
   * @param from the first frame with it
   * @param to the first without it
   * @param inFile the part of its file that it shows
   */
  public record Event(
      int track,
      SubtitleTrackOptions subtitleOptions,
      SourceMedia source,
      long from,
      long to,
      Interval inFile,
      Cue cue) {}

  /** Text that is drawn into a range of frames. */
  public record BurnIn(long from, long to, List<Media> texts) {
    public BurnIn {
      texts = List.copyOf(texts);
    }
  }

  /** A subtitle file and its cues. */
  record File(SourceMedia source, List<Cue> cues) {}

  /**
   * Collects the subtitles of a timeline.
   *
   * @param files of the clips on its subtitle tracks
   * @param frames length of the output
   * @throws Refused if there are more than 100 000 events, or 4 000 000 burnt-in characters
   */
  static Subtitles of(Timeline timeline, Map<Clip, File> files, long frames) throws Refused {
    if (files.isEmpty()) {
      return NONE;
    }
    FrameRate rate = timeline.rate();
    PlacedItem root = PlacedItem.root(timeline.tracks(), Track.SUBTITLE, rate.perSecond());
    long first = Math.max(0, root.from());
    long end = Math.min(frames, root.to());
    List<Event> events = new ArrayList<>();
    int number = 0;
    for (PlacedItem track : root.children()) {
      if (track.item()
          instanceof Track(var _, var _, var _, SubtitleTrackOptions subtitleOptions)) {
        Window window = new Window(Math.max(first, track.from()), Math.min(end, track.to()), rate);
        for (PlacedItem clip : track.children()) {
          File file = clip.item() instanceof Clip source ? files.get(source) : null;
          if (file != null && clip.item().common().isEnabled() && !clip.inside().isFreeze()) {
            collect(number, subtitleOptions, clip, file, window, events);
            if (events.size() > MAX_EVENTS) {
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
    return new Subtitles(events, burnIns(events));
  }

  /** A range of output frames. */
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
      Window outer,
      List<Event> events) {
    RationalTime mediaStart = ((Clip) clip.item()).mediaStart();
    Window window = outer.within(clip);
    if (window.from >= window.to) {
      return;
    }
    FrameRate rate = window.rate;
    RationalTime cuesFrom =
        clip.inside().inside(RationalTime.ofFrames(window.from, rate)).minus(mediaStart);
    RationalTime cuesTo =
        clip.inside().inside(RationalTime.ofFrames(window.to, rate)).minus(mediaStart);
    for (Cue cue : file.cues) {
      if (cue.end().compareTo(cuesFrom) <= 0) {
        continue;
      }
      if (cue.start().compareTo(cuesTo) >= 0) {
        // Cues are in order of their start.
        return;
      }
      long from = Math.max(window.from, tick(clip, cue.start().plus(mediaStart), rate));
      long to = Math.min(window.to, tick(clip, cue.end().plus(mediaStart), rate));
      if (from < to) {
        Interval inFile =
            new Interval(
                RationalTime.max(
                    cue.start(),
                    clip.inside().inside(RationalTime.ofFrames(from, rate)).minus(mediaStart)),
                RationalTime.min(
                    cue.end(),
                    clip.inside().inside(RationalTime.ofFrames(to, rate)).minus(mediaStart)));
        events.add(new Event(track, subtitleOptions, file.source, from, to, inFile, cue));
      }
    }
  }

  private static long tick(PlacedItem clip, RationalTime inside, FrameRate rate) {
    return PlacedItem.tick(clip.inside().outside(inside), rate.perSecond());
  }

  /** Texts at the same place at the same time are set below each other. */
  private static List<BurnIn> burnIns(List<Event> events) throws Refused {
    List<Event> burntIn =
        events.stream().filter(event -> event.subtitleOptions.isBurnedIn()).toList();
    Map<Long, List<Event>> begins = burntIn.stream().collect(Collectors.groupingBy(Event::from));
    TreeSet<Long> cuts = new TreeSet<>();
    burntIn.forEach(event -> cuts.addAll(List.of(event.from, event.to)));
    List<BurnIn> burnIns = new ArrayList<>();
    List<Event> current = new ArrayList<>();
    long from = 0;
    long characterCount = 0;
    for (long cut : cuts) {
      characterCount += current.stream().mapToLong(event -> event.cue.text().length()).sum();
      if (characterCount > MAX_CHARACTERS) {
        throw new Refused(
            FailureCode.TOO_LARGE,
            "The burned-in subtitles have more than "
                + MAX_CHARACTERS
                + " characters; burn in fewer of them, or render the film in parts.");
      }
      if (!current.isEmpty()) {
        burnIns.add(new BurnIn(from, cut, texts(current)));
      }
      current.removeIf(event -> event.to <= cut);
      current.addAll(begins.getOrDefault(cut, List.of()));
      from = cut;
    }
    return burnIns;
  }

  private static List<Media> texts(List<Event> current) {
    Map<Title, List<String>> linesByFormat = new LinkedHashMap<>();
    for (Event event : current) {
      Title style = event.subtitleOptions.style();
      Cue cue = event.cue;
      Title format =
          style.withText(
              "",
              cue.isSlanted(),
              Objects.requireNonNullElse(cue.align(), style.align()),
              Objects.requireNonNullElse(cue.vertical(), style.vertical()));
      linesByFormat.computeIfAbsent(format, none -> new ArrayList<>()).add(cue.text());
    }
    List<Media> texts = new ArrayList<>();
    linesByFormat.forEach((format, lines) ->
        texts.add(new Media.PendingTitle(format.withText(String.join("\n", lines)), null)));
    return texts;
  }

  /** The same with some texts replaced. */
  Subtitles with(Map<Media, Media> replacements) {
    return new Subtitles(
        events,
        burnIns.stream()
            .map(each ->
                new BurnIn(
                    each.from,
                    each.to,
                    each.texts.stream()
                        .map(texts -> replacements.getOrDefault(texts, texts))
                        .toList()))
            .toList());
  }
}
