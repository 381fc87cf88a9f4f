package io.patchwork.worker.render.plan;

import io.patchwork.schema.manifest.FrameIndex;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.ffmpeg.Demuxer;

/** Where decoding of a video is begun, so that no frame that is wanted is missed. */
public interface SeekPoint {

  /**
   * The time to seek to.
   *
   * @param wanted the container's time of the first frame that is wanted
   */
  RationalTime before(LayerContent.Video shown, RationalTime wanted);

  /** Before what is wanted, by FFmpeg's own index, where that can be trusted. */
  SeekPoint GUESSED = (shown, wanted) -> guessed(shown.demuxer(), wanted);

  /** How long before it what is wanted may be decoded, wherever a group begins. */
  RationalTime PREROLL = RationalTime.ofSeconds(1, 4);

  /** FFmpeg looks for a key frame that long before what it is told, for the sake of B-frames. */
  RationalTime SEEKS_BEFORE = RationalTime.ofSeconds(7, 50);

  /** No reordering reaches as far. */
  RationalTime LONG_GROUP = RationalTime.ofSeconds(1, 2);

  /** {@link #GUESSED}. */
  static RationalTime guessed(Demuxer demuxer, RationalTime wanted) {
    return demuxer.seeksExactly()
        ? RationalTime.max(RationalTime.ZERO, wanted.minus(PREROLL))
        : RationalTime.ZERO;
  }

  /** At the very group in which a frame is, where the groups are long enough to be told apart. */
  static RationalTime indexed(FrameIndex index, LayerContent.Video shown, RationalTime wanted) {
    Demuxer demuxer = shown.demuxer();
    // Who makes frames of fields looks at the ones before.
    RationalTime needed = shown.stream().isInterlaced() ? wanted.minus(PREROLL) : wanted;
    long place = needed.seconds().dividedBy(index.timeBase()).floor().longValueExact();
    long key = Long.MIN_VALUE;
    long next = Long.MAX_VALUE;
    for (int position : index.keys()) {
      long pts = index.pts().get(position);
      if (pts <= place) {
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
                    .compareTo(LONG_GROUP)
                >= 0;
    RationalTime entry = begins.plus(SEEKS_BEFORE);
    return isLong ? RationalTime.max(RationalTime.ZERO, entry) : guessed(demuxer, wanted);
  }
}
