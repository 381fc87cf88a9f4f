package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Curve;
import java.util.List;

/**
 * A range of an asset's audio at its place in the mix. Samples are counted at 48 kHz.
 *
 * @param at its first sample in the output
 * @param samples its length in the output
 * @param first the asset's sample that it starts at
 * @param speed playback speed of the asset, never 0; the pitch follows it
 * @param gain linear factors that are multiplied; times count from its start
 * @param channels of the source that are heard: one for both sides, or the left and the right one;
 *     empty for all
 * @param pan from -1, left, to 1, right
 */
public record MixClip(
    SourceMedia source,
    long at,
    long samples,
    Fraction first,
    Fraction speed,
    List<Curve> gain,
    List<Integer> channels,
    Fraction pan) {

  public static final int SAMPLE_RATE = 48_000;

  /** In place of the number of a channel that the source does not have. */
  public static final int SILENT = -1;

  public MixClip {
    gain = List.copyOf(gain);
    channels = List.copyOf(channels);
  }

  /** The same clip with other gain factors. */
  MixClip with(List<Curve> factors) {
    return new MixClip(source, at, samples, first, speed, factors, channels, pan);
  }

  public long end() {
    return at + samples;
  }
}
