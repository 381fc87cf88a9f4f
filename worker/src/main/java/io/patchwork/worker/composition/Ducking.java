package io.patchwork.worker.composition;

import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.AudioTreatment;
import io.patchwork.schema.timeline.Curve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes voices softer while others sound. When those sound is a matter of the timeline, not of the
 * signal, so that how loud everybody is heard is known exactly, before anything is.
 */
final class Ducking {

  private final Map<String, IntervalSet> groups;

  private Ducking(Map<String, IntervalSet> groups) {
    this.groups = Map.copyOf(groups);
  }

  /**
   * A voice, and whom it gives way to.
   *
   * @param group that it is part of
   */
  record DuckedClip(MixClip mixClip, @Nullable String group, List<AudioTreatment.Duck> ducks) {}

  /** By when each group sounds. */
  static Ducking of(List<List<DuckedClip>> tracks) {
    Map<String, List<Interval>> sounding = new HashMap<>();
    for (List<DuckedClip> track : tracks) {
      for (DuckedClip heard : track) {
        if (heard.group() != null) {
          sounding
              .computeIfAbsent(heard.group(), name -> new ArrayList<>())
              .add(
                  new Interval(
                      RationalTime.ofSamples(heard.mixClip().at(), MixClip.SAMPLE_RATE),
                      RationalTime.ofSamples(heard.mixClip().end(), MixClip.SAMPLE_RATE)));
        }
      }
    }
    Map<String, IntervalSet> groups = new HashMap<>();
    sounding.forEach((group, intervals) -> groups.put(group, IntervalSet.of(intervals)));
    return new Ducking(groups);
  }

  /** A voice as loud as it is beside the others. */
  MixClip of(DuckedClip heard) {
    MixClip mixClip = heard.mixClip();
    List<Curve> gain = new ArrayList<>(mixClip.gain());
    RationalTime begins = RationalTime.ofSamples(mixClip.at(), MixClip.SAMPLE_RATE);
    RationalTime length = RationalTime.ofSamples(mixClip.samples(), MixClip.SAMPLE_RATE);
    for (AudioTreatment.Duck duck : heard.ducks()) {
      IntervalSet others = groups.get(duck.under());
      // Nobody gives way to himself.
      if (others != null && !duck.under().equals(heard.group())) {
        Curve curve = curve(others, duck, begins).within(length);
        if (!curve.equals(Curve.ONE)) {
          gain.add(curve);
        }
      }
    }
    return mixClip.with(gain);
  }

  /** Down before and up behind each stretch, which are one where there is no time to come up. */
  private static Curve curve(IntervalSet others, AudioTreatment.Duck duck, RationalTime begins) {
    List<Interval> stretches = new ArrayList<>();
    for (Interval next : others.parts()) {
      boolean isSoon =
          !stretches.isEmpty()
              && next.start()
                      .minus(stretches.getLast().end())
                      .compareTo(atLeast(duck.attack()).plus(atLeast(duck.release())))
                  <= 0;
      Interval joined = isSoon ? new Interval(stretches.removeLast().start(), next.end()) : next;
      stretches.add(joined);
    }
    List<Curve.Key> keys = new ArrayList<>();
    for (Interval stretch : stretches) {
      RationalTime from = stretch.start().minus(begins);
      RationalTime to = stretch.end().minus(begins);
      keys.add(new Curve.Key(from.minus(atLeast(duck.attack())), Fraction.ONE));
      keys.add(new Curve.Key(from, duck.by()));
      keys.add(new Curve.Key(to, duck.by()));
      keys.add(new Curve.Key(to.plus(atLeast(duck.release())), Fraction.ONE));
    }
    return new Curve(keys);
  }

  /** A sample, so that keys do not lie on each other. */
  private static RationalTime atLeast(RationalTime time) {
    return RationalTime.max(time, RationalTime.ofSamples(1, MixClip.SAMPLE_RATE));
  }
}
