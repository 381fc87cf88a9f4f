package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;

/**
 * How an item's picture is shown.
 *
 * @param crop what is shown of it
 * @param zoom what of that is shown at the item's start and its end (Ken Burns)
 * @param rectangle where in the frame
 * @param opacity from 0, not there, to 1
 * @param fadeIn how long it takes to appear
 * @param fadeOut how long it takes to vanish
 */
public record VideoTreatment(
    Fit fit,
    Rectangle crop,
    Zoom zoom,
    Rectangle rectangle,
    Curve opacity,
    RationalTime fadeIn,
    RationalTime fadeOut,
    Colour colour) {

  public static final VideoTreatment PLAIN =
      new VideoTreatment(
          Fit.CONTAIN,
          Rectangle.WHOLE,
          Zoom.NONE,
          Rectangle.WHOLE,
          Curve.ONE,
          RationalTime.ZERO,
          RationalTime.ZERO,
          Colour.NEUTRAL);

  /** How a picture of one shape stands in a rectangle of another. */
  public enum Fit {
    /** All of it, with nothing beside it. */
    CONTAIN,
    /** As large as the rectangle, what does not fit being cut away. */
    COVER,
    /** All of it, before a blurred one that covers the rectangle. */
    BLURRED
  }

  /** From one part of the picture to another, evenly, over the whole item. */
  public record Zoom(Rectangle from, Rectangle to) {
    public static final Zoom NONE = new Zoom(Rectangle.WHOLE, Rectangle.WHOLE);

    /** What is shown when that much of the way is done, 0 to 1; before and behind, the ends. */
    public Rectangle at(Fraction progress) {
      return progress.signum() <= 0
          ? from
          : progress.compareTo(Fraction.ONE) >= 0 ? to : from.towards(to, progress);
    }
  }

  /**
   * A simple grade.
   *
   * @param brightness added to luma, -1 to 1
   * @param contrast factor of luma around its middle, 0 to 4
   * @param saturation factor of chroma, 0 (grey) to 3
   * @param gamma 0.1 to 10
   */
  public record Colour(
      Fraction brightness, Fraction contrast, Fraction saturation, Fraction gamma) {
    public static final Colour NEUTRAL =
        new Colour(Fraction.ZERO, Fraction.ONE, Fraction.ONE, Fraction.ONE);
  }

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if more is cropped than there is, or an opacity is not between
   *     0 and 1
   */
  public VideoTreatment {
    if (!isInside(crop)) {
      throw new IllegalArgumentException("a crop beyond the picture");
    }
    for (Curve.Key key : opacity.keys()) {
      if (key.value().signum() < 0 || key.value().compareTo(Fraction.ONE) > 0) {
        throw new IllegalArgumentException("an opacity of " + key.value());
      }
    }
  }

  private static boolean isInside(Rectangle crop) {
    return crop.x().signum() >= 0
        && crop.y().signum() >= 0
        && crop.right().compareTo(Fraction.ONE) <= 0
        && crop.bottom().compareTo(Fraction.ONE) <= 0;
  }

  public boolean isPlain() {
    return equals(PLAIN);
  }
}
