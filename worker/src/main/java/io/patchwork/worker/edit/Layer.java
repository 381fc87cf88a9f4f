package io.patchwork.worker.edit;

import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.Look;
import io.patchwork.schema.timeline.Rectangle;
import java.util.List;
import java.util.stream.Stream;

/**
 * A picture and how it is shown in a shot. Times count from the shot's start.
 *
 * @param zoom what of the picture is shown at the shot's start and at its end
 * @param opacity factors whose product it is
 */
public record Layer(
    Picture picture,
    Look.Fit fit,
    Rectangle crop,
    Look.Zoom zoom,
    Rectangle rectangle,
    Look.Colour colour,
    List<Curve> opacity) {

  public Layer {
    opacity = List.copyOf(opacity);
  }

  /** Whether nothing is done to the picture but to fit it into the frame. */
  public boolean isUntouched() {
    return opacity.isEmpty()
        && crop.isWhole()
        && rectangle.isWhole()
        && zoom.equals(Look.Zoom.NONE)
        && colour.equals(Look.Colour.NEUTRAL);
  }

  /**
   * The layers that this one comes to whose pictures are made of no others, from the bottom, of a
   * crossing what goes first.
   */
  public Stream<Layer> leaves() {
    return switch (picture) {
      case Picture.OfAsset _, Picture.Lettered _, Picture.Solid _, Picture.Bars _ ->
          Stream.of(this);
      case Picture.Layered(List<Layer> inner) -> inner.stream().flatMap(Layer::leaves);
      case Picture.Crossing crossing ->
          Stream.concat(crossing.before().layers().stream(), crossing.after().layers().stream())
              .flatMap(Layer::leaves);
    };
  }

  /** Whether this is nothing but another layer going on, so many frames later. */
  boolean goesOnFrom(Layer before, long frames) {
    boolean isLevel = opacity.stream().allMatch(Curve::isConstant);
    boolean isStill = zoom.from().equals(zoom.to());
    Layer later =
        before.picture instanceof Picture.Moving moving
            ? before.showing(moving.from(frames))
            : before;
    return isLevel && isStill && isSimple(picture) && equals(later);
  }

  /** Whether nothing in a picture changes but the frame of a video. */
  private static boolean isSimple(Picture picture) {
    return switch (picture) {
      case Picture.OfAsset _, Picture.Solid _, Picture.Bars _ -> true;
      case Picture.Lettered letters -> letters.y().isConstant();
      case Picture.Layered _, Picture.Crossing _ -> false;
    };
  }

  private Layer showing(Picture other) {
    return new Layer(other, fit, crop, zoom, rectangle, colour, opacity);
  }

  /** A picture as it is. */
  static Layer plain(Picture picture, Curve... opacity) {
    return new Layer(
        picture,
        Look.Fit.CONTAIN,
        Rectangle.WHOLE,
        Look.Zoom.NONE,
        Rectangle.WHOLE,
        Look.Colour.NEUTRAL,
        List.of(opacity));
  }

  /** The same, fainter. */
  Layer faded(Curve factor) {
    List<Curve> factors = new java.util.ArrayList<>(opacity);
    factors.add(factor);
    return new Layer(picture, fit, crop, zoom, rectangle, colour, factors);
  }
}
