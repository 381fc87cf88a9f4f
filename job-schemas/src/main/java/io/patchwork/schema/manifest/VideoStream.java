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
 * @param isMirrored whether it must be mirrored, too, left to right, once it is turned
 * @param averageFrameRate frames over duration, absent for stills and where the header has none
 * @param baseFrameRate the lowest rate that represents all timestamps, as FFmpeg estimates it
 * @param isVariable whether some frames are shown for much longer or shorter than others
 * @param fieldOrder which field of an interlaced picture comes first: {@code tt}, {@code bb},
 *     {@code tb}, {@code bt}, by measurement where the picture could tell; absent for progressive
 *     pictures
 * @param hasIccProfile whether an ICC profile tells what its colours are
 * @param hdrStaticMetadata of HDR pictures, where the file says
 * @param start when the first frame is shown, on the container's clock
 * @param duration from the first frame to the end of the last
 * @param frameCount its packets, for moving pictures
 * @param maxKeyframeInterval the most that lies between one frame that can be decoded alone and the
 *     next, or the end
 * @param isTiled whether it is put together from several streams, as in HEIC; the index is then
 *     that of the first
 */
public record VideoStream(
    int index,
    String codec,
    int width,
    int height,
    Fraction sampleAspect,
    int rotation,
    boolean isMirrored,
    @Nullable FrameRate averageFrameRate,
    @Nullable FrameRate baseFrameRate,
    boolean isVariable,
    String pixelFormat,
    @Nullable String colorSpace,
    @Nullable String colorPrimaries,
    @Nullable String colorTransfer,
    @Nullable String colorRange,
    boolean hasIccProfile,
    @Nullable HdrStaticMetadata hdrStaticMetadata,
    @Nullable String fieldOrder,
    RationalTime start,
    @Nullable RationalTime duration,
    @Nullable Long frameCount,
    @Nullable RationalTime maxKeyframeInterval,
    boolean isTiled) {

  /** The picture of which this is the first tile. */
  public VideoStream asGrid(int gridWidth, int gridHeight, int turn, boolean mirrored) {
    return new VideoStream(
        index,
        codec,
        gridWidth,
        gridHeight,
        sampleAspect,
        turn,
        mirrored,
        averageFrameRate,
        baseFrameRate,
        isVariable,
        pixelFormat,
        colorSpace,
        colorPrimaries,
        colorTransfer,
        colorRange,
        hasIccProfile,
        hdrStaticMetadata,
        fieldOrder,
        start,
        duration,
        frameCount,
        maxKeyframeInterval,
        true);
  }

  /**
   * The same with what its packets and frames are, whatever the header says.
   *
   * @param span from the first packet's start to the last one's end
   * @param group the longest group of pictures
   * @param order which field comes first, null for progressive frames
   */
  public VideoStream measured(
      @Nullable RationalTime span,
      long packets,
      @Nullable RationalTime group,
      boolean varies,
      @Nullable String order) {
    return new VideoStream(
        index,
        codec,
        width,
        height,
        sampleAspect,
        rotation,
        isMirrored,
        averageFrameRate,
        baseFrameRate,
        varies,
        pixelFormat,
        colorSpace,
        colorPrimaries,
        colorTransfer,
        colorRange,
        hasIccProfile,
        hdrStaticMetadata,
        order,
        start,
        span,
        packets,
        group,
        isTiled);
  }

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
