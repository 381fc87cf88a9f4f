package io.patchwork.schema.manifest;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;

/**
 * Another sample aspect ratio from a frame of a video on, as where a broadcast switches from 4:3 to
 * 16:9.
 *
 * @param start time of that frame from the first picture or sound, whichever is earlier
 * @param sampleAspect width of a pixel over its height
 */
public record AspectChange(RationalTime start, Fraction sampleAspect) {}
