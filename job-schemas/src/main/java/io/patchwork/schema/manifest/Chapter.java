package io.patchwork.schema.manifest;

import io.patchwork.schema.time.RationalTime;
import org.jspecify.annotations.Nullable;

/**
 * A chapter of a file or a film.
 *
 * @param start on the container's clock
 * @param end on the container's clock
 * @param title at most 500 characters
 */
public record Chapter(RationalTime start, RationalTime end, @Nullable String title) {}
