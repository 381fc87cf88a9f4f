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
 * Lowers the gain of clips while clips of another group play. When those play is read from the
 * timeline, not from the signal, so every gain is known exactly before anything is decoded.
 */
final class Ducking {

  private final Map<String, IntervalSet> groups;

  private Ducking(Map<String, IntervalSet> groups) {
    this.groups = Map.copyOf(groups);
  }

  /**
   * A clip of the mix and the groups that duck it.
   *
   * @param group that the clip belongs to; null for none
   */
  record DuckedClip(MixClip mixClip, @Nullable String group, List<AudioTreatment.Duck> ducks) {}

  /** Ducking by the times at which each group plays. */
  static Ducking of(List<List<DuckedClip>> tracks) {
    Map<String, List<Interval>> intervalsByGroup = new HashMap<>();
    for (List<DuckedClip> track : tracks) {
      for (DuckedClip clip : track) {
        if (clip.group() != null) {
          intervalsByGroup
              .computeIfAbsent(clip.group(), name -> new ArrayList<>())
              .add(
                  new Interval(
                      RationalTime.ofSamples(clip.mixClip().at(), MixClip.SAMPLE_RATE),
                      RationalTime.ofSamples(clip.mixClip().end(), MixClip.SAMPLE_RATE)));
        }
      }
    }
    Map<String, IntervalSet> groups = new HashMap<>();
    intervalsByGroup.forEach((group, intervals) -> groups.put(group, IntervalSet.of(intervals)));
    return new Ducking(groups);
  }

  /** The clip with the gain curves of its ducks. */
  MixClip apply(DuckedClip clip) {
    MixClip mixClip = clip.mixClip();
    List<Curve> gain = new ArrayList<>(mixClip.gain());
    RationalTime start = RationalTime.ofSamples(mixClip.at(), MixClip.SAMPLE_RATE);
    RationalTime length = RationalTime.ofSamples(mixClip.samples(), MixClip.SAMPLE_RATE);
    for (AudioTreatment.Duck duck : clip.ducks()) {
      IntervalSet others = groups.get(duck.under());
      // A group does not duck itself.
      if (others != null && !duck.under().equals(clip.group())) {
        Curve curve = gain(others, duck, start).within(length);
        if (!curve.equals(Curve.ONE)) {
          gain.add(curve);
        }
      }
    }
    return mixClip.with(gain);
  }

  /**
   * Down before and up behind each interval; intervals are joined where there is no time to come up
   * between them.
   */
  private static Curve gain(IntervalSet others, AudioTreatment.Duck duck, RationalTime start) {
    List<Interval> merged = new ArrayList<>();
    for (Interval next : others.parts()) {
      boolean isSoon =
          !merged.isEmpty()
              && next.start()
                      .minus(merged.getLast().end())
                      .compareTo(
                          atLeastOneSample(duck.attack()).plus(atLeastOneSample(duck.release())))
                  <= 0;
      Interval joined = isSoon ? new Interval(merged.removeLast().start(), next.end()) : next;
      merged.add(joined);
    }
    List<Curve.Key> keys = new ArrayList<>();
    for (Interval interval : merged) {
      RationalTime from = interval.start().minus(start);
      RationalTime to = interval.end().minus(start);
      keys.add(new Curve.Key(from.minus(atLeastOneSample(duck.attack())), Fraction.ONE));
      keys.add(new Curve.Key(from, duck.by()));
      keys.add(new Curve.Key(to, duck.by()));
      keys.add(new Curve.Key(to.plus(atLeastOneSample(duck.release())), Fraction.ONE));
    }
    return new Curve(keys);
  }

  /** At least one sample, so that no two keys have the same time. */
  private static RationalTime atLeastOneSample(RationalTime time) {
    return RationalTime.max(time, RationalTime.ofSamples(1, MixClip.SAMPLE_RATE));
  }
}
