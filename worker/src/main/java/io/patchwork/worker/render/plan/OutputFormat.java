package io.patchwork.worker.render.plan;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FixedMuxer;
import io.patchwork.worker.ffmpeg.Mp4;
import io.patchwork.worker.ffmpeg.Muxer;
import java.util.Locale;

/**
 * The file format of a render with video. Films are joined from their segments by packet copy;
 * images are drawn from lossless segments.
 */
public enum OutputFormat {
  MP4("video/mp4", Demuxer.MOV, 24 * 3600),
  MOV("video/quicktime", Demuxer.MOV, 24 * 3600),
  WEBM("video/webm", Demuxer.MATROSKA, 24 * 3600),
  /** Animated, at most {@value #MAX_ANIMATED_RATE} frames per second. */
  GIF("image/gif", Demuxer.GIF, 60),
  /** Animated, at most {@value #MAX_ANIMATED_RATE} frames per second. */
  WEBP("image/webp", Demuxer.WEBP, 60),
  /** One frame. */
  PNG("image/png", Demuxer.PNG, 24 * 3600),
  /** A PNG for every frame, packed together. */
  ZIP("application/zip", Demuxer.PNG, 120);

  private static final int MAX_ANIMATED_RATE = 20;

  private final String mediaType;
  private final Demuxer demuxer;
  private final RationalTime maxDuration;

  OutputFormat(String mediaType, Demuxer demuxer, long seconds) {
    this.mediaType = mediaType;
    this.demuxer = demuxer;
    this.maxDuration = RationalTime.ofSeconds(seconds, 1);
  }

  /** File name extension. */
  String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  String mediaType() {
    return mediaType;
  }

  /** The demuxer that reads it. */
  Demuxer demuxer() {
    return demuxer;
  }

  /** Longest output in this format. */
  RationalTime maxDuration() {
    return maxDuration;
  }

  /** Whether it is joined from its segments by packet copy. */
  public boolean isJoined() {
    return switch (this) {
      case MP4, MOV, WEBM -> true;
      case GIF, WEBP, PNG, ZIP -> false;
    };
  }

  /** Whether a subtitle track in it may hold overlapping cues. */
  public boolean holdsOverlaps() {
    return this == WEBM;
  }

  /** FFmpeg's encoder for its subtitle tracks. */
  public String subtitles() {
    return this == WEBM ? "webvtt" : "mov_text";
  }

  /** The metadata key of a stream's title. */
  public String titleOfStream() {
    return this == WEBM ? "title" : "handler_name";
  }

  /**
   * The output's frame rate: the timeline's, or for an animation that divided by a whole number, to
   * be at most 20.
   */
  FrameRate rate(FrameRate timeline) {
    boolean isAnimated = this == GIF || this == WEBP;
    long divisor =
        isAnimated
            ? Math.ceilDiv(timeline.perSecond().ceiling().longValueExact(), MAX_ANIMATED_RATE)
            : 1;
    return FrameRate.of(timeline.numerator(), timeline.denominator() * divisor);
  }

  /**
   * The muxer of a film: index in front, and a time base in which every frame time is exact.
   *
   * @throws IllegalStateException for a format of images
   */
  public Muxer muxer(FrameRate rate) {
    return switch (this) {
      case MP4 -> new Mp4(Mp4.Brand.MP4, Mp4.Layout.FAST_START).inTicksOf(rate);
      case MOV -> new Mp4(Mp4.Brand.MOV, Mp4.Layout.FAST_START).inTicksOf(rate);
      case WEBM -> FixedMuxer.WEBM;
      case GIF, WEBP, PNG, ZIP -> throw new IllegalStateException(this + " is drawn");
    };
  }
}
