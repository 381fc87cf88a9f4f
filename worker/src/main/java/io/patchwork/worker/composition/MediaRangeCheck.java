package io.patchwork.worker.composition;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.TimeRanges;
import java.util.Map;

/** Checks that clips and the handles of transitions lie within their media. */
final class MediaRangeCheck {

  private static final RationalTime SLACK = RationalTime.ofSeconds(1, 10);

  private final FrameRate rate;
  private final Diagnostics diagnostics;

  MediaRangeCheck(FrameRate rate, Diagnostics diagnostics) {
    this.rate = rate;
    this.diagnostics = diagnostics;
  }

  /** Refuses a clip whose source range lies outside its media by more than 0.1 s. */
  void check(Clip clip, SourceMedia source, boolean isVideo, String where) {
    MediaInfo info = source.info();
    RationalTime duration =
        isVideo ? info.videoStream().map(VideoStream::duration).orElse(null) : info.duration();
    if (info.kind() == MediaKind.IMAGE || duration == null) {
      return;
    }
    // At another speed only the start must exist: editors do not show how far a clip reaches.
    Fraction counted = clip.speed().equals(Fraction.ONE) ? Fraction.ONE : Fraction.ZERO;
    Shown shown = shown(clip, RationalTime.ZERO, counted);
    if (shown.before().compareTo(SLACK) > 0 || shown.behind(duration).compareTo(SLACK) > 0) {
      diagnostics.refuse(
          FailureCode.RANGE_OUTSIDE_MEDIA,
          where
              + " uses "
              + (shown.low().isNegative() ? "-" : "")
              + RationalTime.max(shown.low(), shown.before()).toClock()
              + " to "
              + RationalTime.max(RationalTime.ZERO, shown.high()).toClock()
              + " of asset "
              + source.asset()
              + ", which is only "
              + duration.toClock()
              + " long; trim the clip.");
      return;
    }
    Shown atItsSpeed = shown(clip, RationalTime.ZERO);
    RationalTime missing = RationalTime.max(atItsSpeed.before(), atItsSpeed.behind(duration));
    if (missing.compareTo(SLACK) > 0) {
      diagnostics.warn(
          where
              + " needs "
              + missing.toClock()
              + " more media than exists at its speed; "
              + (isVideo ? "the last frame is held." : "it is silent there."));
    }
  }

  /** Warns where a clip has no handle as long as a transition needs. */
  void checkHandles(
      Map<Clip, Media> found, Composable child, RationalTime wanted, boolean atEnd, String place) {
    if (!(child instanceof Clip clip)
        || !(found.get(clip) instanceof Media.OfAsset(SourceMedia source))
        || source.info().kind() == MediaKind.IMAGE
        || source.info().duration() == null) {
      return;
    }
    Shown shown = shown(clip, wanted.times(atEnd ? Fraction.ONE : Fraction.ZERO));
    Shown early =
        atEnd ? shown : shown(clip, RationalTime.ZERO).earlier(wanted.times(clip.speed()));
    RationalTime missing = RationalTime.max(early.before(), shown.behind(source.info().duration()));
    if (missing.compareTo(RationalTime.ofFrames(1, rate)) > 0) {
      diagnostics.warn(
          place
              + " needs a handle of "
              + missing.toClock()
              + " more than clip \""
              + clip.name()
              + "\" has; "
              + (source.info().videoStream().isPresent()
                  ? "the last frame is held."
                  : "it is silent there."));
    }
  }

  /** The range of its media that a clip shows, from the media's first frame. */
  private record Shown(RationalTime low, RationalTime high) {
    RationalTime before() {
      return RationalTime.max(RationalTime.ZERO, RationalTime.ZERO.minus(low));
    }

    RationalTime behind(RationalTime end) {
      return RationalTime.max(RationalTime.ZERO, high.minus(end));
    }

    Shown earlier(RationalTime by) {
      return new Shown(low.minus(by), high);
    }
  }

  private static Shown shown(Clip clip, RationalTime longer) {
    return shown(clip, longer, clip.speed());
  }

  private static Shown shown(Clip clip, RationalTime longer, Fraction speed) {
    TimeRange range = TimeRanges.trimmed(clip).orElseThrow();
    RationalTime from = range.start().minus(clip.mediaStart());
    RationalTime to = from.plus(range.duration().plus(longer).times(speed));
    return new Shown(RationalTime.min(from, to), RationalTime.max(from, to));
  }
}
