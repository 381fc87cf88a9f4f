package io.patchwork.worker.render.plan;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FixedMuxer;
import io.patchwork.worker.ffmpeg.Mp4;
import io.patchwork.worker.ffmpeg.Muxer;
import java.util.Locale;

/**
 * The file that what is seen becomes. Films are joined of their segments packet by packet; of what
 * is pictures, the segments are without loss, and the file is drawn of them.
 */
public enum OutputFormat {
  MP4("video/mp4", Demuxer.MOV, 24 * 3600),
  MOV("video/quicktime", Demuxer.MOV, 24 * 3600),
  WEBM("video/webm", Demuxer.MATROSKA, 24 * 3600),
  /** Moving, at no more than {@value #ANIMATED_RATE} pictures a second. */
  GIF("image/gif", Demuxer.GIF, 60),
  /** Moving, at no more than {@value #ANIMATED_RATE} pictures a second. */
  WEBP("image/webp", Demuxer.WEBP, 60),
  /** One picture. */
  PNG("image/png", Demuxer.PNG, 24 * 3600),
  /** A PNG for every frame, packed together. */
  ZIP("application/zip", Demuxer.PNG, 120);

  private static final int ANIMATED_RATE = 20;

  private final String mediaType;
  private final Demuxer demuxer;
  private final RationalTime longest;

  OutputFormat(String mediaType, Demuxer demuxer, long seconds) {
    this.mediaType = mediaType;
    this.demuxer = demuxer;
    this.longest = RationalTime.ofSeconds(seconds, 1);
  }

  /** How its name ends. */
  String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  String mediaType() {
    return mediaType;
  }

  /** What reads it. */
  Demuxer demuxer() {
    return demuxer;
  }

  /** What may be made of it. */
  RationalTime longest() {
    return longest;
  }

  /** Whether it is joined of its segments packet by packet. */
  public boolean isJoined() {
    return switch (this) {
      case MP4, MOV, WEBM -> true;
      case GIF, WEBP, PNG, ZIP -> false;
    };
  }

  /** Whether a track of subtitles in it holds several at once. */
  public boolean holdsOverlaps() {
    return this == WEBM;
  }

  /** FFmpeg's encoder of subtitles that may be switched on in it. */
  public String subtitles() {
    return this == WEBM ? "webvtt" : "mov_text";
  }

  /** Where a stream's name stands in it. */
  public String titleOfStream() {
    return this == WEBM ? "title" : "handler_name";
  }

  /** The rate of what is made of a timeline: its own, or a whole part of it. */
  FrameRate rate(FrameRate timeline) {
    boolean isAnimated = this == GIF || this == WEBP;
    long every =
        isAnimated
            ? Math.ceilDiv(timeline.perSecond().ceiling().longValueExact(), ANIMATED_RATE)
            : 1;
    return FrameRate.of(timeline.numerator(), timeline.denominator() * every);
  }

  /**
   * The muxer of a film: the index in front, and times in which every frame is exact.
   *
   * @throws IllegalStateException if it is no film
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
