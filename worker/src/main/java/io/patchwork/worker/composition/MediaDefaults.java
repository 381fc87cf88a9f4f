package io.patchwork.worker.composition;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.schema.timeline.PlaceNames;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.schema.timeline.TransitionBounds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the media of a timeline say where its document does not: how long a clip without ranges is,
 * where media time begins that is counted by a file's timecode, and the frame rate. For one
 * timeline.
 */
final class MediaDefaults {

  /** By which a range may leave its media: exporters round. */
  private static final RationalTime NEARLY = RationalTime.ofSeconds(1, 50);

  private final MediaResolver media;
  private final Diagnostics diagnostics;
  private final Map<Id, Reading> readings = new LinkedHashMap<>();

  private MediaDefaults(MediaResolver media, Diagnostics diagnostics) {
    this.media = media;
    this.diagnostics = diagnostics;
  }

  /** The clips of an asset whose source range can be read as its timecode. */
  private static final class Reading {
    private final StartTimecode timecode;
    private final List<String> byTimecode = new ArrayList<>();
    private final List<String> byEither = new ArrayList<>();

    Reading(StartTimecode timecode) {
      this.timecode = timecode;
    }
  }

  /** The timeline with what its media say. */
  static Timeline complete(Timeline timeline, MediaResolver media, Diagnostics diagnostics) {
    MediaDefaults defaults = new MediaDefaults(media, diagnostics);
    Stack tracks = defaults.stack(timeline.tracks(), "");
    defaults.noteTimecodes();
    Timeline complete =
        new Timeline(
            timeline.name(),
            timeline.rate(),
            timeline.isRateAssumed(),
            tracks,
            timeline.additionalCredits());
    return timeline.isRateAssumed()
        ? complete.at(FilmRate.of(tracks, media, diagnostics))
        : complete;
  }

  private Stack stack(Stack stack, String path) {
    return new Stack(stack.common(), children(stack.children(), path, Track.VIDEO));
  }

  private List<Composable> children(List<Composable> children, String path, String kind) {
    List<Composable> complete = new ArrayList<>();
    PlaceNames names = new PlaceNames(path);
    for (Composable child : children) {
      String childPath =
          child instanceof Track track ? names.track(track.kind()) : names.item(child.name());
      complete.add(
          switch (child) {
            case Clip clip -> clip(clip, kind);
            case Track track -> track(track, childPath);
            case Stack stack -> stack(stack, childPath);
            case Composable.Gap gap -> gap;
            case Composable.Transition transition -> transition;
          });
    }
    return complete;
  }

  private Track track(Track track, String path) {
    List<Composable> children = children(track.children(), path, track.kind());
    if (!children.equals(track.children())) {
      try {
        TransitionBounds.check(children, path);
      } catch (InvalidTimeline e) {
        diagnostics.refuse(FailureCode.INVALID_TIMELINE, String.valueOf(e.getMessage()));
      }
    }
    return new Track(track.common(), track.kind(), children, track.subtitleOptions());
  }

  private Clip clip(Clip clip, String kind) {
    if (!(clip.media() instanceof MediaReference.External external)
        || external.availableRange() != null) {
      return clip;
    }
    Optional<SourceMedia> source = media.known(external);
    Optional<RationalTime> length = source.flatMap(found -> length(found, kind));
    if (source.isEmpty() || length.isEmpty()) {
      return clip;
    }
    @Nullable TimeRange range = clip.sourceRange();
    RationalTime start =
        range == null ? RationalTime.ZERO : start(clip, range, source.get(), length.get());
    return range != null && start.equals(RationalTime.ZERO)
        ? clip
        : new Clip(
            clip.common(),
            new MediaReference.External(external.targetUrl(), new TimeRange(start, length.get())));
  }

  /**
   * The length of an asset: that of its picture where it has one, so that its sound stays with it.
   */
  private Optional<RationalTime> length(SourceMedia source, String kind) {
    MediaInfo info = source.info();
    if (kind.equals(Track.SUBTITLE)) {
      return media.subtitlesEnd(source);
    }
    if (info.kind() == MediaKind.IMAGE) {
      return Optional.empty();
    }
    return info.videoStream()
        .map(VideoStream::duration)
        .or(() -> Optional.ofNullable(source.audioDuration()));
  }

  /** Where a clip's media time begins: at zero, or at the timecode that the file carries. */
  private RationalTime start(Clip clip, TimeRange range, SourceMedia source, RationalTime length) {
    Optional<StartTimecode> timecode = StartTimecode.of(source);
    if (timecode.isEmpty() || timecode.get().start().equals(RationalTime.ZERO)) {
      return RationalTime.ZERO;
    }
    RationalTime begins = timecode.get().start();
    TimeRange counted = new TimeRange(range.start().minus(begins), range.duration());
    boolean isOutside =
        range.start().compareTo(length) >= 0
            || range.endExclusive().compareTo(RationalTime.ZERO) <= 0;
    if (isWithin(counted, length) && (isOutside || isWithin(range, length))) {
      Reading reading =
          readings.computeIfAbsent(source.asset(), asset -> new Reading(timecode.get()));
      (isOutside ? reading.byTimecode : reading.byEither).add(clip.name());
    }
    return isOutside && isWithin(counted, length) ? begins : RationalTime.ZERO;
  }

  private static boolean isWithin(TimeRange range, RationalTime length) {
    return !range.start().plus(NEARLY).isNegative()
        && range.endExclusive().compareTo(length.plus(NEARLY)) <= 0;
  }

  private void noteTimecodes() {
    readings.forEach((asset, reading) -> {
      if (!reading.byTimecode.isEmpty()) {
        diagnostics.note(
            named(reading.byTimecode)
                + " read as timecode, because the media (asset "
                + asset
                + ") begins at the timecode "
                + reading.timecode.text()
                + ". If the wrong part is shown, export the timeline with the range of the whole media"
                + " (available_range) in it.");
      }
      if (!reading.byEither.isEmpty()) {
        diagnostics.warn(
            named(reading.byEither)
                + " counted from the beginning of the media (asset "
                + asset
                + "), but could also be meant as timecode, which begins at "
                + reading.timecode.text()
                + ". If the wrong part is shown, export the timeline with the range of the whole media"
                + " (available_range) in it.");
      }
    });
  }

  /** The subject of a sentence about the source ranges of clips. */
  private static String named(List<String> clips) {
    long others = clips.stream().distinct().count() - 1;
    return others == 0
        ? "The in and out points of clip \"" + clips.getFirst() + "\" are"
        : "The in and out points of clip \""
            + clips.getFirst()
            + "\" and of "
            + others
            + (others == 1 ? " other clip are" : " other clips are");
  }
}
