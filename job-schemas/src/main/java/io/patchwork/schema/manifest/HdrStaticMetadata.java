package io.patchwork.schema.manifest;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Mastering display of HDR video (SMPTE ST 2086) and its content light level (CTA-861.3).
 *
 * @param minLuminance of the display, in cd/m²
 * @param maxLuminance of the display, in cd/m²
 * @param maxContentLight MaxCLL, of the brightest pixel, in cd/m²
 * @param maxAverageLight MaxFALL, average of the brightest frame, in cd/m²
 */
public record HdrStaticMetadata(
    @Nullable BigDecimal minLuminance,
    @Nullable BigDecimal maxLuminance,
    @Nullable Integer maxContentLight,
    @Nullable Integer maxAverageLight) {}
