package io.patchwork.schema.timeline;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * An OpenTimelineIO timeline.
 *
 * @param rate its frame rate: that of the first item on a video track that has one, else of the
 *     first item
 * @param isRateAssumed whether no item counts at 5 to 240 a second, so that its rate is that of its
 *     media, 25 until they are known
 */
public record Timeline(
    String name,
    FrameRate rate,
    boolean isRateAssumed,
    Composable.Stack tracks,
    AdditionalCredits additionalCredits) {

  /** The same timeline at another frame rate. */
  public Timeline at(FrameRate other) {
    return new Timeline(name, other, false, tracks, additionalCredits);
  }

  private static String nothingBetween(RationalTime start, RationalTime end, RationalTime length) {
    if (start.isNegative() || end.compareTo(RationalTime.ZERO) <= 0) {
      return "A part of the timeline begins at 0 or later and ends after 0; choose other times.";
    }
    return start.compareTo(length) >= 0
        ? "The part to render begins at "
            + start.toClock()
            + ", but the timeline is only "
            + length.toClock()
            + " long; choose an earlier start."
        : "The part to render begins at "
            + start.toClock()
            + " and ends at "
            + end.toClock()
            + "; choose an end after the start.";
  }

  /**
   * The timeline trimmed to a range.
   *
   * @param from null for its start
   * @param to null for its end
   * @throws InvalidTimeline if the range is empty
   */
  public Timeline between(@Nullable RationalTime from, @Nullable RationalTime to)
      throws InvalidTimeline {
    if (from == null && to == null) {
      return this;
    }
    TimeRange whole =
        TimeRanges.trimmed(tracks)
            .orElseThrow(() ->
                InvalidTimeline.broken(
                    "An item of the timeline has no known length, so no part of it can be"
                        + " rendered; give each item a source range."));
    RationalTime start = from == null ? RationalTime.ZERO : from;
    RationalTime end = to == null ? whole.duration() : RationalTime.min(to, whole.duration());
    if (start.isNegative() || start.compareTo(end) >= 0) {
      throw InvalidTimeline.broken(nothingBetween(start, end, whole.duration()));
    }
    Composable.Common common = tracks.common();
    TimeRange part = TimeRange.between(whole.start().plus(start), whole.start().plus(end));
    return new Timeline(
        name,
        rate,
        isRateAssumed,
        new Composable.Stack(
            new Composable.Common(
                common.name(),
                part,
                common.effects(),
                common.markers(),
                common.treatment(),
                common.isEnabled()),
            tracks.children()),
        additionalCredits);
  }
}
