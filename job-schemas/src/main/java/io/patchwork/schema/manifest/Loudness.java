package io.patchwork.schema.manifest;

import java.math.BigDecimal;

/**
 * How loud a sound is, as EBU R 128 measures it.
 *
 * @param integratedLufs of the whole; -70 for silence
 * @param rangeLu from soft to loud (EBU Tech 3342)
 * @param truePeakDb of the loudest channel, in dBTP; may lie above 0
 * @param mezzanineGainDb by how much the sound mezzanine differs from the source, for headroom
 */
public record Loudness(
    BigDecimal integratedLufs,
    BigDecimal rangeLu,
    BigDecimal truePeakDb,
    BigDecimal mezzanineGainDb) {}
