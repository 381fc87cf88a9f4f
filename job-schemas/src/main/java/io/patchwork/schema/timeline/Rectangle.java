package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;

/**
 * A rectangle in fractions of the frame's width and height, from the top left. It may reach outside
 * the frame.
 *
 * @param width above 0
 * @param height above 0
 */
public record Rectangle(Fraction x, Fraction y, Fraction width, Fraction height) {

  public static final Rectangle WHOLE =
      new Rectangle(Fraction.ZERO, Fraction.ZERO, Fraction.ONE, Fraction.ONE);

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if it has no area
   */
  public Rectangle {
    if (width.signum() <= 0 || height.signum() <= 0) {
      throw new IllegalArgumentException("a rectangle without an area");
    }
  }

  public boolean isWhole() {
    return equals(WHOLE);
  }

  public Fraction right() {
    return x.plus(width);
  }

  public Fraction bottom() {
    return y.plus(height);
  }

  /** The linear interpolation towards another rectangle. */
  Rectangle towards(Rectangle other, Fraction progress) {
    return new Rectangle(
        between(x, other.x, progress),
        between(y, other.y, progress),
        between(width, other.width, progress),
        between(height, other.height, progress));
  }

  private static Fraction between(Fraction a, Fraction b, Fraction progress) {
    return a.plus(b.minus(a).times(progress));
  }
}
