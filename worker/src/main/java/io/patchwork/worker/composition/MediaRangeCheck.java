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
import org.jspecify.annotations.Nullable;

/** Checks that clips and the handles of transitions lie within their media. */
final class MediaRangeCheck {

  /** Up to here what is missing at a clip's own speed is held; beyond it the clip is refused. */
  private static final RationalTime MAX_HELD = RationalTime.ofSeconds(1, 10);

  private static final Fraction HALF = Fraction.of(1, 2);

  private final RationalTime halfFrame;
  private final Diagnostics diagnostics;

  MediaRangeCheck(FrameRate rate, Diagnostics diagnostics) {
    this.halfFrame = RationalTime.ofFrames(1, rate).times(HALF);
    this.diagnostics = diagnostics;
  }

  /**
   * Refuses a clip whose source range lies outside its media by more than 0.1 s; warns from half a
   * frame on.
   */
  void check(Clip clip, SourceMedia source, boolean isVideo, String where) {
    @Nullable RationalTime duration = duration(source.info(), isVideo);
    if (duration == null) {
      return;
    }
    // At another speed only the start must exist: editors do not show how far a clip reaches.
    boolean isCounted = clip.speed().abs().equals(Fraction.ONE);
    Shown counted =
        isCounted
            ? Shown.of(clip, RationalTime.ZERO, RationalTime.ZERO)
            : Shown.of(clip, Fraction.ZERO, RationalTime.ZERO, RationalTime.ZERO);
    if (counted.missing(duration).compareTo(MAX_HELD) > 0) {
      diagnostics.refuse(
          FailureCode.RANGE_OUTSIDE_MEDIA,
          where
              + " uses "
              + (counted.low().isNegative() ? "-" : "")
              + RationalTime.max(counted.low(), counted.before()).toClock()
              + " to "
              + RationalTime.max(RationalTime.ZERO, counted.high()).toClock()
              + " of asset "
              + source.asset()
              + ", which is only "
              + duration.toClock()
              + " long"
              + StartTimecode.of(source)
                  .map(timecode -> " and whose timecode begins at " + timecode.text())
                  .orElse("")
              + "; trim the clip, or relink it if that is another file than was cut.");
      return;
    }
    Shown shown = Shown.of(clip, RationalTime.ZERO, RationalTime.ZERO);
    RationalTime missing = shown.missing(duration);
    if (missing.compareTo(halfFrame) >= 0) {
      diagnostics.warn(
          where
              + " needs "
              + missing.toClock()
              + " more than its media (asset "
              + source.asset()
              + ") has, so "
              + (isVideo ? shown.held() : "it is silent there")
              + ". Trim the clip if that is wrong.");
    }
  }

  /**
   * Warns where a clip has no handle as long as a transition needs.
   *
   * @param isVideo whether the clip's picture is on the transition's track, else its sound
   * @param wanted how far the transition reaches beyond the clip's end, or before its start
   */
  void checkHandles(
      Map<Clip, Media> found,
      Composable child,
      boolean isVideo,
      RationalTime wanted,
      boolean atEnd,
      String place) {
    if (!(child instanceof Clip clip)
        || !(found.get(clip) instanceof Media.OfAsset(SourceMedia source))) {
      return;
    }
    @Nullable RationalTime duration = duration(source.info(), isVideo);
    if (duration == null) {
      return;
    }
    Shown shown =
        atEnd
            ? Shown.of(clip, RationalTime.ZERO, wanted)
            : Shown.of(clip, wanted, RationalTime.ZERO);
    RationalTime missing = shown.missing(duration);
    if (missing.compareTo(halfFrame) >= 0) {
      diagnostics.warn(
          place
              + " needs "
              + missing.toClock()
              + " more than the media of clip \""
              + clip.name()
              + "\" has, so "
              + (isVideo ? shown.held() : "it is silent there")
              + ". Shorten the transition or trim the clip if that is wrong.");
    }
  }

  /** How long media can be shown, or heard; null for a still, and where nobody knows. */
  private static @Nullable RationalTime duration(MediaInfo info, boolean isVideo) {
    if (info.kind() == MediaKind.IMAGE) {
      return null;
    }
    return isVideo ? info.videoStream().map(VideoStream::duration).orElse(null) : info.duration();
  }

  /** The range of its media that a clip shows, from the media's first frame. */
  private record Shown(RationalTime low, RationalTime high) {

    /**
     * What a clip shows with its handles.
     *
     * @param in how long it is shown before its start
     * @param out how long it is shown behind its end
     */
    static Shown of(Clip clip, RationalTime in, RationalTime out) {
      return of(clip, clip.speed(), in, out);
    }

    static Shown of(Clip clip, Fraction speed, RationalTime in, RationalTime out) {
      TimeRange range = TimeRanges.trimmed(clip).orElseThrow();
      RationalTime start = range.start().minus(clip.mediaStart());
      RationalTime end = start.plus(range.duration().times(speed.abs()));
      boolean isReverse = speed.signum() < 0;
      return new Shown(
          start.minus((isReverse ? out : in).times(speed.abs())),
          end.plus((isReverse ? in : out).times(speed.abs())));
    }

    RationalTime before() {
      return RationalTime.max(RationalTime.ZERO, RationalTime.ZERO.minus(low));
    }

    /** How much of it is not there: before the media or behind it, whichever is more. */
    RationalTime missing(RationalTime end) {
      return RationalTime.max(before(), high.minus(end));
    }

    String held() {
      return low.isNegative() ? "the first frame is held there" : "the last frame is held there";
    }
  }
}
