package io.patchwork.worker.render;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
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
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.render.Edit.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a timeline's media and puts every clip in its place; notes what will not be rendered and
 * refuses what cannot be. For one timeline.
 */
final class TimelineResolver {

  private static final RationalTime LONGEST = RationalTime.ofSeconds(24L * 3600, 1);

  private final Library library;
  private final Map<Id, SourceMedia> found = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /** Where assets are looked up. */
  interface Library {
    Optional<SourceMedia> find(Id asset);
  }

  private TimelineResolver(Library library) {
    this.library = library;
  }

  static Edit resolve(Timeline timeline, Library library) throws Refused {
    return new TimelineResolver(library).resolve(timeline);
  }

  private Edit resolve(Timeline timeline) throws Refused {
    Stack stack = timeline.tracks();
    if (stack.sourceRange() != null) {
      throw unsupported("The timeline's stack is trimmed (source_range), which is not done yet");
    }
    List<List<Placed>> picture = new ArrayList<>();
    List<List<Placed>> sound = new ArrayList<>();
    RationalTime duration = RationalTime.ZERO;
    int number = 0;
    for (Composable child : stack.children()) {
      number++;
      if (!(child instanceof Track track)) {
        throw unsupported(
            "Item "
                + number
                + " of the timeline is not a track; nesting is not rendered yet, so"
                + " flatten the timeline");
      }
      if (!track.enabled()) {
        continue;
      }
      String label = track.kind() + " track " + number;
      Placing placing = place(track, label);
      duration = RationalTime.max(duration, placing.end);
      switch (track.kind()) {
        case Track.VIDEO -> picture.add(placing.clips);
        case Track.AUDIO -> sound.add(placing.clips);
        default -> warnings.add(label + " is neither video nor audio and is left out.");
      }
    }
    if (duration.seconds().signum() == 0) {
      throw new Refused(FailureCode.INVALID_TIMELINE, "The timeline is empty; put clips into it.");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new Refused(
          FailureCode.TOO_LONG,
          "The timeline is longer than " + LONGEST.toClock() + "; render it in parts.");
    }
    return new Edit(timeline.rate(), picture, sound, duration, warnings);
  }

  private record Placing(List<Placed> clips, RationalTime end) {}

  private Placing place(Track track, String label) throws Refused {
    if (track.sourceRange() != null) {
      throw unsupported(label + " is trimmed (source_range), which is not done yet");
    }
    noteEffects(track, label);
    List<Placed> clips = new ArrayList<>();
    RationalTime at = RationalTime.ZERO;
    int number = 0;
    for (Composable child : track.children()) {
      number++;
      String where =
          label
              + ", item "
              + number
              + (child.name().isEmpty() ? "" : " \"" + child.name() + "\"")
              + " at "
              + at.toClock();
      switch (child) {
        case Transition transition ->
            warnings.add(
                "The transition "
                    + transition.type()
                    + " at "
                    + at.toClock()
                    + " of "
                    + label
                    + " is rendered as a cut.");
        case Gap gap -> at = at.plus(gap.sourceRange().duration());
        case Clip clip -> {
          TimeRange range = range(clip, where);
          if (clip.enabled() && !range.isEmpty()) {
            noteEffects(clip, where);
            clips.add(placed(clip, range, at, track.kind(), where));
          }
          at = at.plus(range.duration());
        }
        case Stack _, Track _ ->
            throw unsupported(where + " is a nested timeline, which is not rendered yet");
      }
    }
    return new Placing(clips, at);
  }

  private TimeRange range(Clip clip, String where) throws Refused {
    return OtioReader.trimmedRange(clip)
        .orElseThrow(() ->
            new Refused(
                FailureCode.INVALID_TIMELINE,
                where + " has neither a source range nor an available range; give it one."));
  }

  private Placed placed(Clip clip, TimeRange range, RationalTime at, String kind, String where)
      throws Refused {
    SourceMedia media = media(clip.media(), where);
    MediaInfo info = media.info();
    boolean isPicture = kind.equals(Track.VIDEO);
    if (isPicture ? info.picture().isEmpty() : info.sound().isEmpty()) {
      throw new Refused(
          FailureCode.NO_SUCH_STREAM,
          where
              + " uses asset "
              + media.asset()
              + ", which has no "
              + (isPicture ? "picture" : "sound")
              + "; put it on another track.");
    }
    TimeRange available = clip.media().availableRange();
    RationalTime zero = available == null ? RationalTime.ZERO : available.start();
    Placed placed = new Placed(media, at, range.duration(), range.start().minus(zero));
    check(placed, where);
    return placed;
  }

  /** Whether the media holds what the clip asks for; half a frame may be rounded away. */
  private static void check(Placed placed, String where) throws Refused {
    MediaInfo info = placed.media().info();
    RationalTime duration = info.duration();
    if (info.kind() == MediaKind.IMAGE || duration == null) {
      return;
    }
    RationalTime slack = RationalTime.ofSeconds(1, 10);
    RationalTime end = placed.mediaStart().plus(placed.duration());
    if (placed.mediaStart().plus(slack).isNegative() || end.compareTo(duration.plus(slack)) > 0) {
      throw new Refused(
          FailureCode.RANGE_OUTSIDE_MEDIA,
          where
              + " asks for "
              + placed.mediaStart().toClock()
              + " to "
              + end.toClock()
              + " of asset "
              + placed.media().asset()
              + ", which is "
              + duration.toClock()
              + " long; trim the clip.");
    }
  }

  private SourceMedia media(MediaReference reference, String where) throws Refused {
    return switch (reference) {
      case MediaReference.Missing _ ->
          throw new Refused(
              FailureCode.MISSING_MEDIA, where + " has no media; relink it or remove it.");
      case MediaReference.Other other ->
          throw unsupported(where + " is a " + other.schema() + ", which is not rendered yet");
      case MediaReference.External external -> asset(external.targetUrl(), where);
    };
  }

  private SourceMedia asset(String url, String where) throws Refused {
    Source source;
    try {
      source = Source.parse(url);
    } catch (IllegalArgumentException e) {
      throw notIngested(url, where);
    }
    return switch (source) {
      case Source.Stored _ -> throw notIngested(url, where);
      case Source.Asset(Id asset) -> {
        SourceMedia media = found.get(asset);
        if (media == null) {
          media =
              library
                  .find(asset)
                  .orElseThrow(() ->
                      new Refused(
                          FailureCode.NOT_INGESTED,
                          where
                              + " uses asset "
                              + asset
                              + ", which is not known; ingest it first."));
          found.put(asset, media);
        }
        yield media;
      }
    };
  }

  private static Refused notIngested(String url, String where) {
    return new Refused(
        FailureCode.NOT_INGESTED,
        where + " names " + url + ", which is not an asset; ingest it and name it as asset:ID.");
  }

  private void noteEffects(Item item, String where) {
    item.effects()
        .forEach(effect ->
            warnings.add("The effect " + effect.name() + " on " + where + " is not rendered."));
  }

  private static Refused unsupported(String what) {
    return new Refused(FailureCode.UNSUPPORTED_TIMELINE, what + ".");
  }
}
