package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * MP4 or QuickTime (ISO/IEC 14496-12).
 *
 * @param trackTimescale ticks a second of pictures; 0 for FFmpeg's own
 * @param movieTimescale ticks a second of the whole; 0 for FFmpeg's own
 */
public record Mp4(Brand brand, Layout layout, long trackTimescale, long movieTimescale)
    implements Muxer {

  /** Which of its two kinds. */
  public enum Brand {
    MP4,
    /** QuickTime. */
    MOV;

    /** FFmpeg's name of it, which is also how the names of its files end. */
    public String format() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How media and index lie in the file. */
  public enum Layout {
    /** The index behind the media. */
    INDEX_LAST(),
    /** The index in front, so that playback can begin before all is there. */
    FAST_START("-movflags", "+faststart"),
    /** Fragments that begin with key frames, a group of pictures each, after an empty index. */
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

  /** In FFmpeg's own timescales. */
  public Mp4(Brand brand, Layout layout) {
    this(brand, layout, 0, 0);
  }

  /** The same in ticks in which every frame of a rate is exact, in the track and the whole. */
  public Mp4 inTicksOf(FrameRate rate) {
    return new Mp4(brand, layout, rate.timescale(), rate.timescale());
  }

  /** The same in ticks in which every frame of a rate is exact, in the track alone. */
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
