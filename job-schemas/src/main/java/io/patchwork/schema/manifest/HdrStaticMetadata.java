package io.patchwork.schema.manifest;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * On what display an HDR picture was graded (SMPTE ST 2086) and how bright it gets (CTA-861.3).
 *
 * @param minLuminance of the display, in cd/m²
 * @param maxLuminance of the display, in cd/m²
 * @param maxContentLight of the brightest pixel, in cd/m²
 * @param maxAverageLight of the brightest frame as a whole, in cd/m²
 */
public record HdrStaticMetadata(
    @Nullable BigDecimal minLuminance,
    @Nullable BigDecimal maxLuminance,
    @Nullable Integer maxContentLight,
    @Nullable Integer maxAverageLight) {}
