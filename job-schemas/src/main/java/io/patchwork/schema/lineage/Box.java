package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
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

  /** Whether its numbers can be written and read again. */
  @JsonIgnore
  public boolean isReadable() {
    return left.isReadable() && top.isReadable() && right.isReadable() && bottom.isReadable();
  }

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

  /** Converts the part of this box that lies in another one to fractions of this one. */
  public Box fractions(Box other) {
    Fraction width = right.minus(left);
    Fraction height = bottom.minus(top);
    Box inner = and(other);
    return new Box(
        inner.left.minus(left).dividedBy(width),
        inner.top.minus(top).dividedBy(height),
        inner.right.minus(left).dividedBy(width),
        inner.bottom.minus(top).dividedBy(height));
  }

  /** Whether another box lies in this one. */
  public boolean contains(Box other) {
    return left.compareTo(other.left) <= 0
        && other.right.compareTo(right) <= 0
        && top.compareTo(other.top) <= 0
        && other.bottom.compareTo(bottom) <= 0;
  }

  /** Its part of the frame's area. */
  public Fraction area() {
    return right.minus(left).times(bottom.minus(top));
  }

  @JsonIgnore
  public boolean isEmpty() {
    return left.compareTo(right) >= 0 || top.compareTo(bottom) >= 0;
  }

  /** The smallest box that both lie in. */
  public Box around(Box other) {
    return new Box(
        min(left, other.left),
        min(top, other.top),
        max(right, other.right),
        max(bottom, other.bottom));
  }
}
