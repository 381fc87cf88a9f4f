package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;

/**
 * Whether FFmpeg must mend the timestamps of a source. In MPEG transport and program streams it
 * takes every step back of a tenth of a second for a new clock and moves all that follows; where
 * parts overlap by some frames, as in joined recordings, the result would be longer than the clock
 * says.
 */
public final class SourceClock {

  /** Part of the frames that may be missing or overlap while the clock counts as one. */
  private static final Fraction SLACK = Fraction.of(1, 20);

  private SourceClock() {}

  /**
   * The container's own clock where the frames fill its duration; a mended one where they do not,
   * because it jumps.
   */
  public static Pass.Timestamps of(MediaInfo info, Demuxer demuxer) {
    return !demuxer.declaresDuration()
            && info.videoStream().filter(SourceClock::isFilled).isPresent()
        ? Pass.Timestamps.COPY_START_AT_ZERO
        : Pass.Timestamps.FROM_ZERO;
  }

  /** Whether the frames fill the duration of the clock. */
  static boolean isFilled(VideoStream video) {
    if (video.duration() == null
        || video.frameCount() == null
        || video.averageFrameRate() == null) {
      return false;
    }
    Fraction frames = video.duration().seconds().times(video.averageFrameRate().perSecond());
    Fraction off = frames.minus(Fraction.of(video.frameCount()));
    Fraction slack = frames.times(SLACK);
    return off.compareTo(slack) <= 0 && off.negate().compareTo(slack) <= 0;
  }
}
