package io.patchwork.worker.loudness;

import io.patchwork.schema.manifest.Loudness;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Loudness normalisation by one gain for the whole of the audio, with a limiter only where that
 * gain would lift a peak over the maximum.
 *
 * @param integratedLufs target of integrated loudness, in LUFS
 * @param truePeakDb maximum true peak, in dBTP
 */
public record LoudnessNormalisation(int integratedLufs, int truePeakDb) {

  /** Maximum gain in dB, so that a near-silent recording does not become loud noise. */
  private static final BigDecimal MAX_GAIN_DB = new BigDecimal(20);

  private static final int OVERSAMPLED = 4 * HouseFormat.SAMPLE_RATE;

  /** The gain in dB; none for audio that is silent or too short to be measured. */
  public BigDecimal gainDb(Loudness loudness) {
    return loudness.integratedLufs() == null
        ? BigDecimal.ZERO
        : new BigDecimal(integratedLufs).subtract(loudness.integratedLufs()).min(MAX_GAIN_DB);
  }

  /**
   * The normalising filters.
   *
   * @param loudness measured loudness; the filters' input differs from it by the mezzanine's gain
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
    if (loudness.truePeakDb() != null && loudness.truePeakDb().add(gain).compareTo(ceiling) > 0) {
      // True peaks lie between the samples: the limiter works on oversampled audio.
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
