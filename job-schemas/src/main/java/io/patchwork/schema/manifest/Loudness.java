package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Loudness by EBU R 128.
 *
 * @param integratedLufs integrated loudness in LUFS; null where there is none
 * @param unmeasured why there is no integrated loudness; null where there is one
 * @param rangeLu loudness range in LU (EBU Tech 3342); null where too little is loud enough
 * @param truePeakDb true peak of the loudest channel in dBTP; may be above 0; null below -66
 * @param mezzanineGainDb gain of the sound mezzanine over the source in dB, for headroom
 */
public record Loudness(
    @Nullable BigDecimal integratedLufs,
    @Nullable Unmeasured unmeasured,
    @Nullable BigDecimal rangeLu,
    @Nullable BigDecimal truePeakDb,
    BigDecimal mezzanineGainDb) {

  /** Why audio has no integrated loudness. */
  public enum Unmeasured {
    /** Nothing is louder than -70 LUFS. */
    SILENT,
    /** It is shorter than a block of 400 ms. */
    SHORT;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
