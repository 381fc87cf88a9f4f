package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.composition.Retime;
import java.util.ArrayList;
import java.util.List;

/** Finds which slices of an inner film are played by the frames of a range. */
final class PlayedFrames {

  private final Playback.Frames playback;
  private final FrameRate rate;
  private final FrameRate innerRate;
  private final List<Slice> inner;
  private final long count;
  private final List<Played> played = new ArrayList<>();

  PlayedFrames(Playback.Frames playback, FrameRate innerRate, List<Slice> inner) {
    this.playback = playback;
    this.rate = playback.rate();
    this.innerRate = innerRate;
    this.inner = inner;
    this.count = inner.isEmpty() ? 0 : inner.getLast().out().end().nearestFrame(innerRate);
  }

  List<Played> in(Interval out) {
    if (count == 0) {
      return List.of();
    }
    long frame = inFrames(out.start(), rate).floor().longValueExact();
    long end = inFrames(out.end(), rate).ceiling().longValueExact();
    while (frame < end) {
      long shown = shown(frame);
      long next;
      if (isHeld(frame)) {
        next = lastAlike(frame, end, shown, shown, true);
        hold(within(frame, next, out), RationalTime.ofFrames(shown, innerRate));
      } else {
        int at = Slices.at(inner, RationalTime.ofFrames(shown, innerRate));
        Interval slice = inner.get(at).out();
        long firstWhole = inFrames(slice.start(), innerRate).ceiling().longValueExact();
        long lastWhole = inFrames(slice.end(), innerRate).floor().longValueExact() - 1;
        if (inner.get(at).isConstant() && firstWhole <= shown && shown <= lastWhole) {
          next = lastAlike(frame, end, firstWhole, lastWhole, false);
          playConstant(within(frame, next, out), at);
        } else {
          next = run(frame, end, shown);
          playRun(frame, shown, within(frame, next, out));
        }
      }
      frame = next;
    }
    return joined();
  }

  private long shown(long frame) {
    Retime retime = playback.retime();
    long shown = retime.frame(frame - playback.first());
    if (!innerRate.equals(retime.grid())) {
      shown = retime.inMiddle(shown, innerRate);
    }
    return Math.max(0, Math.min(count - 1, shown));
  }

  private boolean isHeld(long frame) {
    Retime retime = playback.retime();
    long at = frame - playback.first();
    return retime.isFreeze() || at < retime.begins() || at >= retime.ends();
  }

  /** The inner time at a time of the film, as if it ran on between frames. */
  private RationalTime time(RationalTime at) {
    Fraction frame = inFrames(at, rate).minus(Fraction.of(playback.first()));
    return playback.retime().time(frame);
  }

  private static Fraction inFrames(RationalTime time, FrameRate rate) {
    return time.seconds().times(rate.perSecond());
  }

  private Interval within(long from, long to, Interval out) {
    return new Interval(
        RationalTime.max(out.start(), RationalTime.ofFrames(from, rate)),
        RationalTime.min(out.end(), RationalTime.ofFrames(to, rate)));
  }

  /** The frame behind the last one that shows an inner frame of a range; they run one way. */
  private long lastAlike(long frame, long end, long low, long high, boolean isHeld) {
    long alike = frame;
    long other = end;
    while (alike + 1 < other) {
      long middle = (alike + other) >>> 1;
      long shown = shown(middle);
      if (low <= shown && shown <= high && isHeld(middle) == isHeld) {
        alike = middle;
      } else {
        other = middle;
      }
    }
    return alike + 1;
  }

  /** The frame behind the last one of a run that shows one inner frame after the other. */
  private long run(long frame, long end, long shown) {
    int step = playback.retime().isBackwards() ? -1 : 1;
    boolean isPlain =
        playback.retime().step().abs().equals(Fraction.ONE)
            && playback.retime().grid().equals(innerRate);
    if (isPlain) {
      long left = step > 0 ? count - shown : shown + 1;
      return Math.min(frame + left, lastAlike(frame, end, 0, count - 1, false));
    }
    long next = frame + 1;
    while (next < end && !isHeld(next) && shown(next) == shown + step * (next - frame)) {
      next++;
    }
    return next;
  }

  private void hold(Interval out, RationalTime at) {
    int slice = Slices.at(inner, at);
    played.add(new Played(out, slice, new Interval(at, at)));
  }

  private void playConstant(Interval out, int slice) {
    Interval whole = inner.get(slice).out();
    played.add(
        new Played(
            out,
            slice,
            new Interval(clamped(time(out.start()), whole), clamped(time(out.end()), whole))));
  }

  private static RationalTime clamped(RationalTime time, Interval range) {
    return RationalTime.max(range.start(), RationalTime.min(time, range.end()));
  }

  /** Adds a run of frames of which each plays the inner frame that follows. */
  private void playRun(long frame, long shown, Interval out) {
    RationalTime start = RationalTime.ofFrames(frame, rate);
    Fraction speed = rate.perSecond().dividedBy(innerRate.perSecond());
    boolean isBackwards = playback.retime().isBackwards();
    RationalTime begins = RationalTime.ofFrames(isBackwards ? shown + 1 : shown, innerRate);
    Fraction signed = isBackwards ? speed.negate() : speed;
    Interval source =
        new Interval(
            begins.plus(out.start().minus(start).times(signed)),
            begins.plus(out.end().minus(start).times(signed)));
    played.addAll(PlayedTime.along(out, source, inner, edge -> edge));
  }

  /** As few as those in which nothing changes allow. */
  private List<Played> joined() {
    List<Played> joined = new ArrayList<>();
    for (Played next : played) {
      Played last = joined.isEmpty() ? null : joined.getLast();
      if (last != null
          && last.slice() == next.slice()
          && inner.get(last.slice()).isConstant()
          && isPoint(last) == isPoint(next)
          && (!isPoint(last) || last.inner().equals(next.inner()))) {
        joined.set(
            joined.size() - 1,
            new Played(
                new Interval(last.out().start(), next.out().end()),
                last.slice(),
                new Interval(last.inner().start(), next.inner().end())));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  private static boolean isPoint(Played one) {
    return one.inner().length().seconds().signum() == 0;
  }
}
