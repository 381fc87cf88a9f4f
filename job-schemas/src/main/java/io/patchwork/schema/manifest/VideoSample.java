package io.patchwork.schema.manifest;

import io.patchwork.schema.time.RationalTime;

/**
 * The PDQ hash of one frame.
 *
 * @param time from the start of the video
 * @param hash 64 lower-case hexadecimal digits, bit 255 first
 * @param quality 0 to 100; below 50 a match means nothing
 * @param isCut whether it is the first frame of a scene
 */
public record VideoSample(RationalTime time, String hash, int quality, boolean isCut) {}
