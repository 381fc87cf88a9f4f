package io.patchwork.schema.manifest;

import io.patchwork.schema.time.RationalTime;
import org.jspecify.annotations.Nullable;

/**
 * One sound stream.
 *
 * @param index its index in the container
 * @param sampleRate in Hz
 * @param layout the channel layout's name, absent where the file does not say
 * @param start when the first sample sounds, on the container's clock
 */
public record AudioStream(
    int index,
    String codec,
    int sampleRate,
    int channels,
    @Nullable String layout,
    RationalTime start,
    @Nullable RationalTime duration) {}
