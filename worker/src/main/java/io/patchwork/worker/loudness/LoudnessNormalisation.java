package io.patchwork.worker.loudness;

import io.patchwork.schema.manifest.Loudness;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One gain for the whole of a sound that makes it as loud as it should be, and a limiter only where
 * that gain would lift a peak over the ceiling.
 *
 * @param integratedLufs how loud it is made
 * @param truePeakDb what no peak exceeds, in dBTP
 */
public record LoudnessNormalisation(int integratedLufs, int truePeakDb) {

  /** A recording of next to nothing is not blown up to full noise. */
  private static final BigDecimal MAX_GAIN_DB = new BigDecimal(20);

  private static final BigDecimal SILENCE_LUFS = new BigDecimal(-70);
  private static final int OVERSAMPLED = 4 * HouseFormat.SAMPLE_RATE;

  /** How much louder or softer a sound is made. */
  public BigDecimal gainDb(Loudness loudness) {
    return loudness.integratedLufs().compareTo(SILENCE_LUFS) <= 0
        ? BigDecimal.ZERO
        : new BigDecimal(integratedLufs).subtract(loudness.integratedLufs()).min(MAX_GAIN_DB);
  }

  /**
   * What does it.
   *
   * @param loudness of the sound; what comes is softer than that by its mezzanine's gain
   */
  public List<Filter> filters(Loudness loudness) {
    BigDecimal gain = gainDb(loudness);
    BigDecimal ceiling = new BigDecimal(truePeakDb);
    List<Filter> filters = new ArrayList<>();
    filters.add(
        Filter.of(
            "volume",
            "volume",
            gain.subtract(loudness.mezzanineGainDb()).toPlainString() + "dB",
            "precision",
            "float"));
    if (loudness.truePeakDb().add(gain).compareTo(ceiling) > 0) {
      // Between the samples, too: peaks are those of the oversampled sound.
      filters.add(Filter.of("aresample", "sample_rate", OVERSAMPLED));
      filters.add(
          Filter.of(
              "alimiter",
              "limit",
              ceiling.toPlainString() + "dB",
              "attack",
              5,
              "release",
              80,
              "level",
              "false",
              "latency",
              "true"));
      filters.add(Filter.of("aresample", "sample_rate", HouseFormat.SAMPLE_RATE));
    }
    return filters;
  }
}
