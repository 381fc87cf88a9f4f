package io.patchwork.worker.render.plan;

import io.patchwork.schema.manifest.FrameIndex;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.ffmpeg.Demuxer;

/** Where decoding of a video starts, so that no wanted frame is missed. */
public interface SeekPoint {

  /**
   * The PTS to seek to.
   *
   * @param wanted PTS of the first frame that is needed
   */
  RationalTime before(LayerContent.Video shown, RationalTime wanted);

  /**
   * A quarter of a second early, by FFmpeg's own index; the start of the file where that cannot be
   * trusted.
   */
  SeekPoint GUESSED = (shown, wanted) -> guessed(shown.demuxer(), wanted);

  /** How much earlier than needed a seek aims, wherever a GOP begins. */
  RationalTime PREROLL = RationalTime.ofSeconds(1, 4);

  /** FFmpeg looks for a key frame this much before the seek time, because of B-frames. */
  RationalTime SEEKS_BEFORE = RationalTime.ofSeconds(7, 50);

  /** Frame reordering reaches less far. */
  RationalTime MIN_EXACT_GOP = RationalTime.ofSeconds(1, 2);

  /** {@link #GUESSED}. */
  static RationalTime guessed(Demuxer demuxer, RationalTime wanted) {
    return demuxer.seeksExactly()
        ? RationalTime.max(RationalTime.ZERO, wanted.minus(PREROLL))
        : RationalTime.ZERO;
  }

  /**
   * The key frame of the GOP that holds the frame, where the GOPs are long enough to seek to
   * exactly.
   */
  static RationalTime indexed(FrameIndex index, LayerContent.Video shown, RationalTime wanted) {
    Demuxer demuxer = shown.demuxer();
    // A deinterlacer needs earlier frames.
    RationalTime needed = shown.stream().isInterlaced() ? wanted.minus(PREROLL) : wanted;
    long ticks = needed.seconds().dividedBy(index.timeBase()).floor().longValueExact();
    long key = Long.MIN_VALUE;
    long next = Long.MAX_VALUE;
    for (int position : index.keys()) {
      long pts = index.pts().get(position);
      if (pts <= ticks) {
        key = Math.max(key, pts);
      } else {
        next = Math.min(next, pts);
      }
    }
    if (!demuxer.seeksExactly() || key == Long.MIN_VALUE) {
      return guessed(demuxer, wanted);
    }
    RationalTime begins = new RationalTime(index.timeBase().times(Fraction.of(key)));
    boolean isLong =
        next == Long.MAX_VALUE
            || new RationalTime(index.timeBase().times(Fraction.of(next - key)))
                    .compareTo(MIN_EXACT_GOP)
                >= 0;
    RationalTime seek = begins.plus(SEEKS_BEFORE);
    return isLong ? RationalTime.max(RationalTime.ZERO, seek) : guessed(demuxer, wanted);
  }
}
