package io.patchwork.worker.composition;

import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.VideoTreatment;
import java.util.List;
import java.util.stream.Stream;

/**
 * A picture and how it is shown in a shot. Times count from the shot's start.
 *
 * @param zoom what of the picture is shown at the shot's start and at its end
 * @param opacity factors whose product it is
 */
public record Layer(
    LayerContent picture,
    VideoTreatment.Fit fit,
    Rectangle crop,
    VideoTreatment.Zoom zoom,
    Rectangle rectangle,
    VideoTreatment.Colour colour,
    List<Curve> opacity) {

  public Layer {
    opacity = List.copyOf(opacity);
  }

  /** Whether nothing is done to the picture but to fit it into the frame. */
  public boolean isUntouched() {
    return opacity.isEmpty()
        && crop.isWhole()
        && rectangle.isWhole()
        && zoom.equals(VideoTreatment.Zoom.NONE)
        && colour.equals(VideoTreatment.Colour.NEUTRAL);
  }

  /**
   * The layers that this one comes to whose pictures are made of no others, from the bottom, of a
   * crossing what goes first.
   */
  public Stream<Layer> leaves() {
    return switch (picture) {
      case LayerContent.OfAsset _,
          LayerContent.RasterizedText _,
          LayerContent.SolidColour _,
          LayerContent.ColourBars _ ->
          Stream.of(this);
      case LayerContent.Group(List<Layer> inner) -> inner.stream().flatMap(Layer::leaves);
      case LayerContent.TransitionContent transition ->
          Stream.concat(transition.before().layers().stream(), transition.after().layers().stream())
              .flatMap(Layer::leaves);
    };
  }

  /** Whether this is nothing but another layer going on, so many frames later. */
  boolean goesOnFrom(Layer before, long frames) {
    boolean isLevel = opacity.stream().allMatch(Curve::isConstant);
    boolean isStill = zoom.from().equals(zoom.to());
    Layer later =
        before.picture instanceof LayerContent.Video moving
            ? before.showing(moving.from(frames))
            : before;
    return isLevel && isStill && isSimple(picture) && equals(later);
  }

  /** Whether nothing in a picture changes but the frame of a video. */
  private static boolean isSimple(LayerContent picture) {
    return switch (picture) {
      case LayerContent.OfAsset _, LayerContent.SolidColour _, LayerContent.ColourBars _ -> true;
      case LayerContent.RasterizedText letters -> letters.y().isConstant();
      case LayerContent.Group _, LayerContent.TransitionContent _ -> false;
    };
  }

  private Layer showing(LayerContent other) {
    return new Layer(other, fit, crop, zoom, rectangle, colour, opacity);
  }

  /** A picture as it is. */
  static Layer plain(LayerContent picture, Curve... opacity) {
    return new Layer(
        picture,
        VideoTreatment.Fit.CONTAIN,
        Rectangle.WHOLE,
        VideoTreatment.Zoom.NONE,
        Rectangle.WHOLE,
        VideoTreatment.Colour.NEUTRAL,
        List.of(opacity));
  }

  /** The same, fainter. */
  Layer faded(Curve factor) {
    List<Curve> factors = new java.util.ArrayList<>(opacity);
    factors.add(factor);
    return new Layer(picture, fit, crop, zoom, rectangle, colour, factors);
  }
}
