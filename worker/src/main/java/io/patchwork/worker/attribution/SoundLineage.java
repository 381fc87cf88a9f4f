package io.patchwork.worker.attribution;

import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.edit.Voice;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Tells who is heard, and how loud, in every stretch in which that changes evenly or not at all.
 */
public final class SoundLineage {

  private final LineageBuilder lineage;
  private final long samples;
  private final RationalTime duration;
  private final List<Interval> heard = new ArrayList<>();

  private SoundLineage(LineageBuilder lineage, long samples, RationalTime duration) {
    this.lineage = lineage;
    this.samples = samples;
    this.duration = duration;
  }

  /**
   * Tells of all voices, and of the silence where there are none.
   *
   * @param samples how long the sound is
   * @param duration of the picture: the last sample may end a little before or behind the last
   *     frame, and they end together
   */
  public static void add(
      LineageBuilder lineage, List<List<Voice>> tracks, long samples, RationalTime duration) {
    SoundLineage sound = new SoundLineage(lineage, samples, duration);
    for (int layer = 0; layer < tracks.size(); layer++) {
      for (Voice voice : tracks.get(layer)) {
        sound.add(voice, layer);
      }
    }
    IntervalSet.of(sound.heard)
        .gapsIn(RationalTime.ZERO, duration)
        .forEach(gap -> lineage.generated(Medium.SOUND, gap, Generated.SILENCE, Fraction.ONE));
  }

  private void add(Voice voice, int layer) {
    RationalTime begins = RationalTime.ofSamples(voice.at(), Voice.SAMPLE_RATE);
    RationalTime length = RationalTime.ofSamples(voice.samples(), Voice.SAMPLE_RATE);
    NavigableSet<RationalTime> corners = new TreeSet<>(List.of(RationalTime.ZERO, length));
    voice.gain().forEach(curve -> corners.addAll(curve.corners()));
    RationalTime from = RationalTime.ZERO;
    for (RationalTime to : List.copyOf(corners.subSet(RationalTime.ZERO, false, length, true))) {
      RationalTime start = from;
      List<Ramp> gain =
          voice.gain().stream().map(curve -> new Ramp(curve.at(start), curve.at(to))).toList();
      boolean isLast = to.equals(length) && voice.end() >= samples;
      Interval out = new Interval(begins.plus(from), isLast ? duration : begins.plus(to));
      lineage.use(
          layer,
          out,
          voice.source().asset(),
          new Interval(time(voice, from), time(voice, to)),
          gain);
      heard.add(out);
      from = to;
    }
  }

  private static RationalTime time(Voice voice, RationalTime at) {
    return new RationalTime(voice.first().dividedBy(Fraction.of(Voice.SAMPLE_RATE)))
        .plus(at.times(voice.speed()));
  }
}
