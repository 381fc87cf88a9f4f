package io.patchwork.schema.manifest;

import java.math.BigDecimal;

/**
 * Loudness by EBU R 128.
 *
 * @param integratedLufs integrated loudness in LUFS; -70 for silence
 * @param rangeLu loudness range in LU (EBU Tech 3342)
 * @param truePeakDb true peak of the loudest channel in dBTP; may be above 0
 * @param mezzanineGainDb gain of the sound mezzanine over the source in dB, for headroom
 */
public record Loudness(
    BigDecimal integratedLufs,
    BigDecimal rangeLu,
    BigDecimal truePeakDb,
    BigDecimal mezzanineGainDb) {}
