package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One video stream of a file, as probed: its codec, size, orientation, colour, frame rate and
 * duration.
 *
 * @param index its index in the container
 * @param width coded width in pixels, before rotation
 * @param height coded height in pixels, before rotation
 * @param sampleAspect width of a pixel over its height
 * @param rotation clockwise degrees that make the coded picture upright: 0, 90, 180, 270
 * @param isMirrored whether it is flipped horizontally after the rotation
 * @param averageFrameRate number of frames over duration; absent for stills and where the header
 *     has none
 * @param baseFrameRate the lowest rate that represents all timestamps, as FFmpeg estimates it
 * @param isVariable whether the frame rate varies
 * @param fieldOrder field order of interlaced video, measured where possible: {@code tt}, {@code
 *     bb}, {@code tb}, {@code bt}; absent for progressive video
 * @param hasIccProfile whether an ICC profile defines its colours
 * @param hdrStaticMetadata of HDR video, where the file has it
 * @param start PTS of the first frame
 * @param duration from the first frame to the end of the last
 * @param frameCount number of packets; absent for stills
 * @param maxKeyframeInterval longest time from a key frame to the next, or to the end
 * @param isTiled whether it is a grid of several streams, as in HEIC; the index is that of the
 *     first
 * @param label its language, title and dispositions
 * @param dolbyVision where it is Dolby Vision
 * @param spatial where it is 360° or stereoscopic
 * @param aspectChanges where the sample aspect ratio changes after the beginning, in order
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
    boolean isTiled,
    StreamLabel label,
    @Nullable DolbyVision dolbyVision,
    @Nullable SpatialVideo spatial,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AspectChange> aspectChanges) {

  public VideoStream {
    // Manifests of earlier versions have neither.
    label = label == null ? StreamLabel.NONE : label;
    aspectChanges = aspectChanges == null ? List.of() : List.copyOf(aspectChanges);
  }

  /** The tile grid of which this stream is the first tile. */
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
        true,
        label,
        dolbyVision,
        spatial,
        aspectChanges);
  }

  /**
   * The same, turned as its frames say.
   *
   * @param turn degrees clockwise: 0, 90, 180 or 270
   */
  public VideoStream turned(int turn, boolean mirrored) {
    return new VideoStream(
        index,
        codec,
        width,
        height,
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
        isTiled,
        label,
        dolbyVision,
        spatial,
        aspectChanges);
  }

  /**
   * The same with values measured from its packets and frames in place of the header's.
   *
   * @param span from the first packet's start to the last one's end
   * @param keyframeInterval the longest key frame interval
   * @param order field order; null for progressive video
   */
  public VideoStream measured(
      @Nullable RationalTime span,
      long packets,
      @Nullable RationalTime keyframeInterval,
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
        keyframeInterval,
        isTiled,
        label,
        dolbyVision,
        spatial,
        aspectChanges);
  }

  /** The same with changes of its sample aspect ratio. */
  public VideoStream changing(List<AspectChange> changes) {
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
        isTiled,
        label,
        dolbyVision,
        spatial,
        changes);
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
