package io.patchwork.worker;

import io.patchwork.schema.manifest.StreamLabel;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Picture streams that differ in one thing or another from H.264 in SDR at a constant rate. */
public final class TestPicture {

  private final int width;
  private final int height;
  private int index;
  private String codec = "h264";
  private Fraction sampleAspect = Fraction.ONE;
  private int rotation;
  private @Nullable FrameRate average = FrameRate.of(25, 1);
  private @Nullable FrameRate real = FrameRate.of(25, 1);
  private boolean isVariable;
  private String pixelFormat = "yuv420p";
  private @Nullable String space = "bt709";
  private @Nullable String primaries = "bt709";
  private @Nullable String transfer = "bt709";
  private @Nullable String range = "tv";
  private boolean hasIccProfile;
  private @Nullable String fieldOrder;
  private RationalTime start = RationalTime.ZERO;
  private @Nullable RationalTime duration;
  private @Nullable RationalTime maxKeyframeInterval;

  private TestPicture(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** 25 frames a second of BT.709, its length unknown. */
  public static TestPicture of(int width, int height) {
    return new TestPicture(width, height);
  }

  public TestPicture at(int stream) {
    index = stream;
    return this;
  }

  public TestPicture codec(String name) {
    codec = name;
    return this;
  }

  public TestPicture pixelAspect(long wide, long high) {
    sampleAspect = Fraction.of(wide, high);
    return this;
  }

  public TestPicture rotated(int degrees) {
    rotation = degrees;
    return this;
  }

  public TestPicture rate(long numerator, long denominator) {
    average = FrameRate.of(numerator, denominator);
    real = average;
    return this;
  }

  /** At a rate that varies. */
  public TestPicture varying(@Nullable FrameRate mean, @Nullable FrameRate lowest) {
    average = mean;
    real = lowest;
    isVariable = true;
    return this;
  }

  public TestPicture pixels(String format) {
    pixelFormat = format;
    return this;
  }

  public TestPicture colours(
      @Nullable String matrix,
      @Nullable String primary,
      @Nullable String curve,
      @Nullable String levels) {
    space = matrix;
    primaries = primary;
    transfer = curve;
    range = levels;
    return this;
  }

  /** In BT.2020 and ten bits. */
  public TestPicture bright(String curve) {
    return codec("hevc").pixels("yuv420p10le").colours("bt2020nc", "bt2020", curve, "tv");
  }

  public TestPicture profiled() {
    hasIccProfile = true;
    return this;
  }

  public TestPicture interlaced(String firstField) {
    fieldOrder = firstField;
    return this;
  }

  public TestPicture from(long numerator, long denominator) {
    start = RationalTime.ofSeconds(numerator, denominator);
    return this;
  }

  public TestPicture lasting(long numerator, long denominator) {
    duration = RationalTime.ofSeconds(numerator, denominator);
    return this;
  }

  public TestPicture group(long seconds) {
    maxKeyframeInterval = RationalTime.ofSeconds(seconds, 1);
    return this;
  }

  /** A still: no rate and no length. */
  public TestPicture still() {
    average = null;
    real = null;
    return this;
  }

  public VideoStream stream() {
    Long frames =
        duration == null || average == null ? null : Long.valueOf(duration.nearestFrame(average));
    return new VideoStream(
        index,
        codec,
        width,
        height,
        sampleAspect,
        rotation,
        false,
        average,
        real,
        isVariable,
        pixelFormat,
        space,
        primaries,
        transfer,
        range,
        hasIccProfile,
        null,
        fieldOrder,
        start,
        duration,
        frames,
        maxKeyframeInterval,
        false,
        StreamLabel.NONE,
        null,
        null,
        List.of());
  }
}
