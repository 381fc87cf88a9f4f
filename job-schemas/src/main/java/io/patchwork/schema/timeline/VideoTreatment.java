package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;

/**
 * The video treatment of an item: crop, zoom, placement, opacity and grade.
 *
 * @param crop shown part of the source
 * @param zoom parts of the crop that are shown at the item's start and end (Ken Burns)
 * @param rectangle placement in the frame
 * @param transform what an editor scales and moves it by, over that placement
 * @param opacity from 0, transparent, to 1
 * @param fadeIn duration of the fade from transparent
 * @param fadeOut duration of the fade to transparent
 */
public record VideoTreatment(
    Fit fit,
    Rectangle crop,
    Zoom zoom,
    Rectangle rectangle,
    EditorTransform transform,
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
          EditorTransform.NONE,
          Curve.ONE,
          RationalTime.ZERO,
          RationalTime.ZERO,
          Colour.NEUTRAL);

  /** How a picture is fitted into a rectangle of another aspect ratio. */
  public enum Fit {
    /** Whole, with transparent bars. */
    CONTAIN,
    /** Covers the rectangle; the excess is cropped. */
    COVER,
    /** Whole, on a blurred copy that covers the rectangle. */
    BLURRED
  }

  /** A linear move from one part of the picture to another, over the whole item. */
  public record Zoom(Rectangle from, Rectangle to) {
    public static final Zoom NONE = new Zoom(Rectangle.WHOLE, Rectangle.WHOLE);

    /** The part that is shown at a progress of 0 to 1, bounded to the two ends. */
    public Rectangle at(Fraction progress) {
      return progress.signum() <= 0
          ? from
          : progress.compareTo(Fraction.ONE) >= 0 ? to : from.towards(to, progress);
    }
  }

  /**
   * A simple colour grade.
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
