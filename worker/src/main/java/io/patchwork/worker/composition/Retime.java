package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.math.BigInteger;

/**
 * Which frame of a video is shown in each frame of a shot. The video's frames are those of it at a
 * constant rate, counted from its first. Shown is the one that is on just after the output's frame
 * begins; before the first frame and behind the last, the edge stands.
 *
 * @param grid the constant rate
 * @param first where in the video the shot begins, in frames
 * @param step how far it goes on from one frame of the output to the next; negative backwards, 0
 *     not at all
 * @param count frames in the video
 */
public record Retime(FrameRate grid, Fraction first, Fraction step, long count) {

  /** The frame shown, counted from the video's first, in frame {@code k} of the shot. */
  public long frame(long k) {
    return Math.max(0, Math.min(count - 1, unheld(k)));
  }

  private long unheld(long k) {
    Fraction place = place(k);
    BigInteger frame = step.signum() < 0 ? place.ceiling().subtract(BigInteger.ONE) : place.floor();
    return frame.longValueExact();
  }

  /** The first frame of a shot in which the video goes on, not standing at its edge before it. */
  public long begins() {
    return switch (step.signum()) {
      case 1 -> ceiling(first.negate().dividedBy(step));
      case -1 -> ceiling(first.minus(Fraction.of(count)).dividedBy(step.negate()));
      default -> 0;
    };
  }

  /** The frame of a shot from which on it stands at its edge. */
  public long ends() {
    return switch (step.signum()) {
      case 1 -> ceiling(Fraction.of(count).minus(first).dividedBy(step));
      case -1 -> ceiling(first.dividedBy(step.negate()));
      default -> Long.MAX_VALUE;
    };
  }

  private static long ceiling(Fraction frames) {
    BigInteger ceiling = frames.ceiling();
    return ceiling.bitLength() < Long.SIZE
        ? ceiling.longValueExact()
        : ceiling.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private Fraction place(long k) {
    return first.plus(step.times(Fraction.of(k)));
  }

  /** Where in the video the beginning of that frame of the shot is. */
  public RationalTime time(Fraction k) {
    return new RationalTime(first.plus(step.times(k)).dividedBy(grid.perSecond()));
  }

  /** Where in the video a frame of it begins. */
  public RationalTime start(long frame) {
    return RationalTime.ofFrames(frame, grid);
  }

  /** The same seen from a later frame of the shot. */
  public Retime from(long k) {
    return new Retime(grid, place(k), step, count);
  }

  public boolean isBackwards() {
    return step.signum() < 0;
  }

  public boolean isFreeze() {
    return step.signum() == 0;
  }

  /** Whether each frame of the output shows the next frame of the video. */
  public boolean isPlain() {
    return step.equals(Fraction.ONE);
  }
}
