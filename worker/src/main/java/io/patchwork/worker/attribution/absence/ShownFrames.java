package io.patchwork.worker.attribution.absence;

import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.Playback;
import io.patchwork.worker.composition.Retime;

/**
 * Which frames of a render the frames of a use show. They run one way, so a frame is found by
 * halving.
 */
final class ShownFrames {

  private final Playback.Frames playback;
  private final FrameRate inner;
  private final long count;
  private final Interval out;
  private final long first;
  private final long end;

  /**
   * The frames of a use.
   *
   * @param inner frame rate of the render
   * @param count number of its frames, at least one
   * @param out range in the film, not empty
   */
  ShownFrames(Playback.Frames playback, FrameRate inner, long count, Interval out) {
    this.playback = playback;
    this.inner = inner;
    this.count = count;
    this.out = out;
    this.first = inFrames(out.start()).floor().longValueExact();
    this.end = inFrames(out.end()).ceiling().longValueExact();
  }

  private Fraction inFrames(RationalTime time) {
    return time.seconds().times(playback.rate().perSecond());
  }

  private long shown(long frame) {
    Retime retime = playback.retime();
    long shown = retime.frame(frame - playback.first());
    long counted = inner.equals(retime.grid()) ? shown : retime.inMiddle(shown, inner);
    return Math.max(0, Math.min(count - 1, counted));
  }

  private boolean isBackwards() {
    return playback.retime().isBackwards();
  }

  /** From the lowest frame of the render that is shown to the highest, as a range of the render. */
  Interval played() {
    long low = shown(isBackwards() ? end - 1 : first);
    long high = shown(isBackwards() ? first : end - 1);
    return new Interval(RationalTime.ofFrames(low, inner), RationalTime.ofFrames(high + 1, inner));
  }

  /**
   * The first frame of the film, or {@code end}, that shows a frame of the render or a later one.
   */
  private long reached(long frame) {
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      boolean isReached = isBackwards() ? shown(middle) < frame : shown(middle) >= frame;
      if (isReached) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The range of the film in which a range of the render is shown; empty where no frame is. */
  Interval showing(Interval range) {
    long from = range.start().seconds().times(inner.perSecond()).ceiling().longValueExact();
    long to = range.end().seconds().times(inner.perSecond()).ceiling().longValueExact();
    long begins = reached(isBackwards() ? to : from);
    long ends = reached(isBackwards() ? from : to);
    return Intervals.and(
        out,
        new Interval(
            RationalTime.ofFrames(begins, playback.rate()),
            RationalTime.ofFrames(ends, playback.rate())));
  }
}
