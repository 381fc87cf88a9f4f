package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;

/**
 * A stretch of an asset in a stretch of the output.
 *
 * @param layer track of the timeline, 0 at the bottom
 * @param out where in the output
 * @param source where in the asset, from its first frame or sample; equal ends are a freeze or a
 *     still
 * @param weight opacity of picture or linear gain of sound, 0 to 1 and above
 * @param visible share of the frame that is not covered by layers above; 1 for sound
 * @param method {@code rendered}: known because we rendered it
 */
public record Use(
    Medium medium,
    int layer,
    Interval out,
    Id asset,
    Sha256 sha256,
    Interval source,
    Fraction weight,
    Fraction visible,
    String method) {

  public static final String RENDERED = "rendered";
}
