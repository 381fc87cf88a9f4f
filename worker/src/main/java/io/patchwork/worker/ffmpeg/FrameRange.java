package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.OptionalLong;

/**
 * A range of a source's video, in frames at the constant rate of {@link HouseFormat}, counted from
 * the source's zero. The chunks of a long source show the same frames as one encode of the whole.
 *
 * @param first frame
 * @param end frame after the last, or -1 for the end of the source
 */
public record FrameRange(long first, long end) {

  /** The whole video. */
  public static final FrameRange WHOLE = new FrameRange(0, -1);

  /**
   * Frames before the first that filters need: scene detection looks at the two frames before,
   * deinterlacing at one.
   */
  private static final int LEAD = 3;

  /** How far before the first frame decoding begins, because seeks of demuxers are inexact. */
  private static final RationalTime MARGIN = RationalTime.ofSeconds(1, 1);

  public FrameRange {
    if (first < 0 || (end >= 0 && end <= first)) {
      throw new IllegalArgumentException("frames " + first + " to " + end);
    }
  }

  public boolean isWhole() {
    return first == 0 && end < 0;
  }

  /** The number of frames; empty where the range is open-ended. */
  public OptionalLong frames() {
    return end < 0 ? OptionalLong.empty() : OptionalLong.of(end - first);
  }

  /** The first frame that filters see. */
  long lead() {
    return Math.max(0, first - LEAD);
  }

  /** Where decoding begins, counted from the start of the file's earliest stream. */
  RationalTime seekTime(FrameRate rate) {
    return RationalTime.max(RationalTime.ZERO, RationalTime.ofFrames(lead(), rate).minus(MARGIN));
  }
}
