package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.patchwork.schema.time.Fraction;

/**
 * A rectangle in fractions of the frame, origin at the top left, {@code ["x0", "y0", "x1", "y1"]}
 * on the wire; it may reach outside the frame.
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"left", "top", "right", "bottom"})
public record Box(Fraction left, Fraction top, Fraction right, Fraction bottom) {

  public static final Box WHOLE = new Box(Fraction.ZERO, Fraction.ZERO, Fraction.ONE, Fraction.ONE);

  /** The intersection of two boxes; without an area where they do not overlap. */
  public Box and(Box other) {
    Fraction x = max(left, other.left);
    Fraction y = max(top, other.top);
    return new Box(x, y, max(x, min(right, other.right)), max(y, min(bottom, other.bottom)));
  }

  private static Fraction max(Fraction a, Fraction b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Fraction min(Fraction a, Fraction b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** Converts a box in fractions of this one to fractions of the frame. */
  public Box part(Box inner) {
    Fraction width = right.minus(left);
    Fraction height = bottom.minus(top);
    return new Box(
        left.plus(inner.left.times(width)),
        top.plus(inner.top.times(height)),
        left.plus(inner.right.times(width)),
        top.plus(inner.bottom.times(height)));
  }
}
