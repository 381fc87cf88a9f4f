package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.OptionalLong;

/**
 * Some of a source's picture, in frames at the constant rate that {@link HouseFormat} gives it,
 * counted from the source's zero. What is made of a long source stretch by stretch shows the same
 * frames as what is made of it at once.
 *
 * @param first frame
 * @param end frame after the last, or -1 where it goes on to the end of the source
 */
public record FrameRange(long first, long end) {

  /** All of it. */
  public static final FrameRange WHOLE = new FrameRange(0, -1);

  /**
   * Frames before the first that filters see: a change of scene is told by the two before, and
   * weaving fields looks at one.
   */
  private static final int LEAD = 3;

  /** How far before a time decoding begins, for a demuxer to be there in time. */
  private static final RationalTime MARGIN = RationalTime.ofSeconds(1, 1);

  public FrameRange {
    if (first < 0 || (end >= 0 && end <= first)) {
      throw new IllegalArgumentException("frames " + first + " to " + end);
    }
  }

  public boolean isWhole() {
    return first == 0 && end < 0;
  }

  /** How many frames, where that is known. */
  public OptionalLong frames() {
    return end < 0 ? OptionalLong.empty() : OptionalLong.of(end - first);
  }

  /** The first frame that filters see. */
  long lead() {
    return Math.max(0, first - LEAD);
  }

  /** Where decoding begins, counted from the earliest stream of the file. */
  RationalTime from(FrameRate rate) {
    return RationalTime.max(RationalTime.ZERO, RationalTime.ofFrames(lead(), rate).minus(MARGIN));
  }
}
