package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * MP4 or QuickTime (ISO/IEC 14496-12).
 *
 * @param trackTimescale ticks per second of the video track; 0 for FFmpeg's default
 * @param movieTimescale ticks per second of the movie header; 0 for FFmpeg's default
 */
public record Mp4(Brand brand, Layout layout, long trackTimescale, long movieTimescale)
    implements Muxer {

  /** MP4 or QuickTime. */
  public enum Brand {
    MP4,
    /** QuickTime. */
    MOV;

    /** FFmpeg's name of the muxer, which is also the file extension. */
    public String format() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The order of media and index ({@code moov}) in the file. */
  public enum Layout {
    /** The index after the media. */
    INDEX_LAST(),
    /** The index first, so that playback can begin during the download. */
    FAST_START("-movflags", "+faststart"),
    /** One fragment per GOP, after an empty index. */
    FRAGMENT_PER_GROUP("-movflags", "+frag_keyframe+delay_moov+default_base_moof+dash"),
    /** Fragments of two seconds, after an empty index. */
    FRAGMENT_PER_TWO_SECONDS(
        "-frag_duration", "2000000", "-movflags", "+delay_moov+default_base_moof+dash");

    private final List<String> options;

    Layout(String... options) {
      this.options = List.of(options);
    }
  }

  public Mp4 {
    if (trackTimescale < 0 || movieTimescale < 0) {
      throw new IllegalArgumentException(
          "a timescale below zero: " + trackTimescale + ", " + movieTimescale);
    }
  }

  /** With FFmpeg's default timescales. */
  public Mp4(Brand brand, Layout layout) {
    this(brand, layout, 0, 0);
  }

  /** The same with track and movie timescales in which every frame of a rate is exact. */
  public Mp4 inTicksOf(FrameRate rate) {
    return new Mp4(brand, layout, rate.timescale(), rate.timescale());
  }

  /** The same with a track timescale in which every frame of a rate is exact. */
  public Mp4 trackInTicksOf(FrameRate rate) {
    return new Mp4(brand, layout, rate.timescale(), movieTimescale);
  }

  @Override
  public String format() {
    return brand.format();
  }

  @Override
  public List<String> options() {
    List<String> options = new ArrayList<>();
    if (trackTimescale > 0) {
      options.addAll(List.of("-video_track_timescale", Long.toString(trackTimescale)));
    }
    if (movieTimescale > 0) {
      options.addAll(List.of("-movie_timescale", Long.toString(movieTimescale)));
    }
    options.addAll(layout.options);
    return options;
  }
}
