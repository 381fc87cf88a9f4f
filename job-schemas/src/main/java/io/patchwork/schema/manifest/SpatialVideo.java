package io.patchwork.schema.manifest;

import org.jspecify.annotations.Nullable;

/**
 * What makes a video more than a flat picture.
 *
 * @param projection of a sphere, by FFmpeg's name, as in {@code equirectangular}; absent for flat
 *     video
 * @param stereo how the views of both eyes are packed, by FFmpeg's name, as in {@code side by
 *     side}; {@code multiview} for MV-HEVC; absent for one view
 */
public record SpatialVideo(@Nullable String projection, @Nullable String stereo) {

  /** The views of both eyes are layers of one stream (MV-HEVC), of which the base view is read. */
  public static final String MULTIVIEW = "multiview";
}
