package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Curve;
import java.util.List;

/**
 * A stretch of an asset's sound in the whole. Samples are at 48 kHz.
 *
 * @param at the first sample of the output that it sounds in
 * @param samples how many of them
 * @param first where in the asset's sound it begins, in samples of it
 * @param speed how fast the asset's sound goes by, never 0: pitch goes with it
 * @param gain factors whose product it is, in time from its start
 * @param pan from -1, left, to 1, right
 */
public record MixClip(
    SourceMedia source,
    long at,
    long samples,
    Fraction first,
    Fraction speed,
    List<Curve> gain,
    Fraction pan) {

  public static final int SAMPLE_RATE = 48_000;

  public MixClip {
    gain = List.copyOf(gain);
  }

  /** The same with other factors. */
  MixClip with(List<Curve> factors) {
    return new MixClip(source, at, samples, first, speed, factors, pan);
  }

  public long end() {
    return at + samples;
  }
}
