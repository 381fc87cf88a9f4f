package io.patchwork.worker.attribution;

import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.composition.MixClip;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Adds the uses of assets in the audio to a lineage, with their gain, for each span in which it
 * changes linearly or not at all.
 */
public final class AudioLineage {

  private final LineageBuilder lineage;
  private final long samples;
  private final RationalTime duration;
  private final List<Interval> covered = new ArrayList<>();

  private AudioLineage(LineageBuilder lineage, long samples, RationalTime duration) {
    this.lineage = lineage;
    this.samples = samples;
    this.duration = duration;
  }

  /**
   * Adds all clips of a mix, and silence where nothing is heard: no clip, or clips with gain 0.
   *
   * @param samples length of the mix at 48 kHz
   * @param duration of the output; the lineage of the last sample ends with it, though the sample
   *     may end a little before or behind
   */
  public static void add(
      LineageBuilder lineage, List<List<MixClip>> tracks, long samples, RationalTime duration) {
    AudioLineage audioLineage = new AudioLineage(lineage, samples, duration);
    for (int layer = 0; layer < tracks.size(); layer++) {
      for (MixClip mixClip : tracks.get(layer)) {
        audioLineage.add(mixClip, layer);
      }
    }
    IntervalSet.of(audioLineage.covered)
        .gapsIn(RationalTime.ZERO, duration)
        .forEach(gap -> lineage.generated(Medium.AUDIO, gap, Generated.SILENCE, Fraction.ONE));
  }

  private void add(MixClip mixClip, int layer) {
    RationalTime begins = RationalTime.ofSamples(mixClip.at(), MixClip.SAMPLE_RATE);
    RationalTime length = RationalTime.ofSamples(mixClip.samples(), MixClip.SAMPLE_RATE);
    NavigableSet<RationalTime> breakpoints = new TreeSet<>(List.of(RationalTime.ZERO, length));
    mixClip.gain().forEach(curve -> breakpoints.addAll(curve.breakpoints()));
    RationalTime from = RationalTime.ZERO;
    for (RationalTime to :
        List.copyOf(breakpoints.subSet(RationalTime.ZERO, false, length, true))) {
      boolean isLast = to.equals(length) && mixClip.end() >= samples;
      RationalTime end = begins.plus(to);
      // A curve may end behind the last sample's middle, where the output already has.
      RationalTime outEnd = isLast || end.compareTo(duration) > 0 ? duration : end;
      Interval out = new Interval(begins.plus(from), outEnd);
      RationalTime start = from;
      // Of a sample that ends behind the output, as far as the output goes.
      RationalTime reached = end.compareTo(outEnd) > 0 ? outEnd.minus(begins) : to;
      List<Ramp> gain =
          mixClip.gain().stream()
              .map(curve -> new Ramp(curve.at(start), curve.at(reached)))
              .toList();
      boolean isHeard = gain.stream().noneMatch(AudioLineage::isSilent);
      lineage.use(
          layer,
          out,
          mixClip.source().asset(),
          new Interval(time(mixClip, from), time(mixClip, to)),
          gain,
          isHeard ? Fraction.ONE : Fraction.ZERO);
      if (isHeard) {
        covered.add(out);
      }
      from = to;
    }
  }

  /** Whether a factor is 0 all along, so that nothing is heard whatever the others are. */
  private static boolean isSilent(Ramp factor) {
    return factor.start().signum() == 0 && factor.end().signum() == 0;
  }

  private static RationalTime time(MixClip mixClip, RationalTime at) {
    return new RationalTime(mixClip.first().dividedBy(Fraction.of(MixClip.SAMPLE_RATE)))
        .plus(at.times(mixClip.speed()));
  }
}
