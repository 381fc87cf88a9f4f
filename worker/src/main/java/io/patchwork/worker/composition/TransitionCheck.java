package io.patchwork.worker.composition;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Composable.Transition;
import io.patchwork.schema.timeline.TimeRanges;
import java.util.List;
import java.util.Map;

/** Warns of transitions of an unknown kind, and of those whose items have too short handles. */
final class TransitionCheck {

  private final MediaRangeCheck rangeCheck;
  private final Diagnostics diagnostics;

  TransitionCheck(MediaRangeCheck rangeCheck, Diagnostics diagnostics) {
    this.rangeCheck = rangeCheck;
    this.diagnostics = diagnostics;
  }

  /**
   * Checks the transitions of a track, all of whose items have lengths.
   *
   * @param media of the track's clips
   */
  void check(Track track, Map<Clip, Media> media, String where) {
    List<TimeRange> ranges = TimeRanges.children(track);
    for (int i = 0; i < ranges.size(); i++) {
      if (!(track.children().get(i) instanceof Transition transition) || !transition.isEnabled()) {
        continue;
      }
      String place =
          "The transition "
              + (transition.name().isEmpty() ? transition.type() : "\"" + transition.name() + "\"")
              + " at "
              + RationalTime.max(RationalTime.ZERO, ranges.get(i).start()).toClock()
              + " of "
              + where;
      boolean isVideo = track.kind().equals(Track.VIDEO);
      if (isVideo && TransitionKind.of(transition).isEmpty()) {
        diagnostics.warn(
            place
                + " is of a kind that is not supported, so it is rendered as a dissolve; choose"
                + " another transition in the editor if that is wrong.");
      }
      if (i > 0) {
        rangeCheck.checkHandles(
            media, track.children().get(i - 1), isVideo, transition.out(), true, place);
      }
      if (i + 1 < ranges.size()) {
        rangeCheck.checkHandles(
            media, track.children().get(i + 1), isVideo, transition.in(), false, place);
      }
    }
  }
}
