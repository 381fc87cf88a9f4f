package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.math.BigInteger;

/**
 * Which frame of a video each frame of a shot shows. The video's frames are counted from its first,
 * at a constant rate. Frame {@code k} of the shot shows the video frame that is on just after
 * {@code k} begins; before the video's first frame and behind its last, that one is held.
 *
 * @param grid the constant rate that the video's frames are counted at
 * @param first position in the video at which the shot starts, in frames
 * @param step video frames per frame of the shot; negative in reverse, 0 for a freeze
 * @param count frames in the video
 */
public record Retime(FrameRate grid, Fraction first, Fraction step, long count) {

  /** The video frame that frame {@code k} of the shot shows, counted from 0. */
  public long frame(long k) {
    return Math.max(0, Math.min(count - 1, unclampedFrame(k)));
  }

  private long unclampedFrame(long k) {
    Fraction position = position(k);
    BigInteger frame =
        step.signum() < 0 ? position.ceiling().subtract(BigInteger.ONE) : position.floor();
    return frame.longValueExact();
  }

  /** The first frame of the shot that the video plays in; before it an edge frame is held. */
  public long begins() {
    return switch (step.signum()) {
      case 1 -> ceiling(first.negate().dividedBy(step));
      case -1 -> ceiling(first.minus(Fraction.of(count)).dividedBy(step.negate()));
      default -> 0;
    };
  }

  /** The frame of the shot from which on the edge frame is held. */
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

  /**
   * The frame of another rate that is on in the middle of a frame; one that begins just there is
   * not on yet.
   *
   * @param frame counted at {@code grid}
   */
  public long inMiddle(long frame, FrameRate rate) {
    Fraction middle =
        Fraction.of(2 * frame + 1, 2).times(rate.perSecond()).dividedBy(grid.perSecond());
    return middle.ceiling().longValueExact() - 1;
  }

  private Fraction position(long k) {
    return first.plus(step.times(Fraction.of(k)));
  }

  /** The video's time at the start of frame {@code k} of the shot, from its first frame. */
  public RationalTime time(Fraction k) {
    return new RationalTime(first.plus(step.times(k)).dividedBy(grid.perSecond()));
  }

  /** The time at which a frame of the video starts, from its first frame. */
  public RationalTime start(long frame) {
    return RationalTime.ofFrames(frame, grid);
  }

  /** The same for a shot that starts {@code k} frames later. */
  public Retime from(long k) {
    return new Retime(grid, position(k), step, count);
  }

  public boolean isBackwards() {
    return step.signum() < 0;
  }

  public boolean isFreeze() {
    return step.signum() == 0;
  }

  /** Whether each frame of the shot shows the next frame of the video, at whatever rate. */
  public boolean isPlain() {
    return step.equals(Fraction.ONE);
  }
}
