package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;

/**
 * Scale and position that an editor gave a picture. Its middle is the pivot; times count from the
 * start of the item.
 *
 * @param scaleX factor of the width, above 0
 * @param scaleY factor of the height, above 0
 * @param x shift of the middle to the right
 * @param y shift of the middle down
 * @param unit what the factors and shifts are counted in
 */
public record EditorTransform(Curve scaleX, Curve scaleY, Curve x, Curve y, Unit unit) {

  private static final Curve ZERO = Curve.constant(Fraction.ZERO);

  public static final EditorTransform NONE =
      new EditorTransform(Curve.ONE, Curve.ONE, ZERO, ZERO, new Unit.Frame());

  /** What the factors and shifts of a transform are counted in. */
  public sealed interface Unit {

    /**
     * Scale in pixels of the media, shifts in sizes of the frame (Premiere).
     *
     * @param width of the editor's frame in pixels
     * @param height of the editor's frame in pixels
     */
    record Pixels(int width, int height) implements Unit {}

    /** Scale of the picture as it is fitted into the frame, shifts in sizes of the frame. */
    record Frame() implements Unit {}
  }

  public boolean isNone() {
    return equals(NONE);
  }
}
