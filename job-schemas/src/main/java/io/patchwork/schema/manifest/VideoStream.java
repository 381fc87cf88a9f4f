package io.patchwork.schema.manifest;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import org.jspecify.annotations.Nullable;

/**
 * One picture stream.
 *
 * @param index its index in the container
 * @param width coded width in pixels, before rotation
 * @param height coded height in pixels, before rotation
 * @param sampleAspect width of a pixel over its height
 * @param rotation degrees clockwise to turn the coded picture for it to be upright: 0, 90, 180, 270
 * @param averageRate frames over duration, absent for stills and where the header has none
 * @param realRate the lowest rate that represents all timestamps, as FFmpeg estimates it
 * @param fieldOrder which field of an interlaced picture comes first: {@code tt}, {@code bb},
 *     {@code tb}, {@code bt}; absent for progressive pictures
 * @param start when the first frame is shown, on the container's clock
 * @param duration from the first frame to the end of the last
 * @param frames as the header counts them
 */
public record VideoStream(
    int index,
    String codec,
    int width,
    int height,
    Fraction sampleAspect,
    int rotation,
    @Nullable FrameRate averageRate,
    @Nullable FrameRate realRate,
    String pixelFormat,
    @Nullable String colorSpace,
    @Nullable String colorPrimaries,
    @Nullable String colorTransfer,
    @Nullable String colorRange,
    @Nullable String fieldOrder,
    RationalTime start,
    @Nullable RationalTime duration,
    @Nullable Long frames) {

  public boolean isInterlaced() {
    return fieldOrder != null;
  }

  private boolean isTurned() {
    return rotation % 180 != 0;
  }

  /** Width in square pixels of the upright picture. */
  public int displayWidth() {
    return isTurned() ? height : squareWidth();
  }

  /** Height in square pixels of the upright picture. */
  public int displayHeight() {
    return isTurned() ? squareWidth() : height;
  }

  private int squareWidth() {
    return Fraction.of(width).times(sampleAspect).round().intValueExact();
  }
}
