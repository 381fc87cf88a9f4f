package io.patchwork.worker.composition;

import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.VideoTreatment;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A layer of a shot: what it shows and how it is composited. Times count from the shot's start.
 *
 * @param zoom parts of the content that are shown at the shot's start and at its end
 * @param canvas where the frame that all of this is in lies in the output's; null for the same
 *     place
 * @param opacity factors from 0 to 1 that are multiplied
 */
public record Layer(
    LayerContent content,
    VideoTreatment.Fit fit,
    Rectangle crop,
    VideoTreatment.Zoom zoom,
    Rectangle rectangle,
    @Nullable CanvasPlace canvas,
    VideoTreatment.Colour colour,
    List<Curve> opacity) {

  public Layer {
    opacity = List.copyOf(opacity);
  }

  /** Whether the content is only fitted into the frame. */
  public boolean isUntouched() {
    return opacity.isEmpty()
        && crop.isWhole()
        && rectangle.isWhole()
        && canvas == null
        && zoom.equals(VideoTreatment.Zoom.NONE)
        && colour.equals(VideoTreatment.Colour.NEUTRAL);
  }

  /**
   * The layers without children within this one, from the bottom; of a transition the outgoing ones
   * first.
   */
  public Stream<Layer> leaves() {
    return switch (content) {
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

  /** Whether this layer only continues another one, {@code frames} frames later. */
  boolean continues(Layer before, long frames) {
    boolean hasConstantOpacity = opacity.stream().allMatch(Curve::isConstant);
    boolean hasNoZoom = zoom.from().equals(zoom.to());
    boolean stands = canvas == null || canvas.isConstant();
    Layer later =
        before.content instanceof LayerContent.Video video
            ? before.withContent(video.from(frames))
            : before;
    return hasConstantOpacity && hasNoZoom && stands && isSimple(content) && equals(later);
  }

  /** Whether nothing changes within the content but the frame of a video. */
  private static boolean isSimple(LayerContent content) {
    return switch (content) {
      case LayerContent.OfAsset _, LayerContent.SolidColour _, LayerContent.ColourBars _ -> true;
      case LayerContent.RasterizedText text -> text.y().isConstant();
      case LayerContent.Group _, LayerContent.TransitionContent _ -> false;
    };
  }

  private Layer withContent(LayerContent other) {
    return new Layer(other, fit, crop, zoom, rectangle, canvas, colour, opacity);
  }

  /** A layer that shows content as it is. */
  static Layer plain(LayerContent content, Curve... opacity) {
    return new Layer(
        content,
        VideoTreatment.Fit.CONTAIN,
        Rectangle.WHOLE,
        VideoTreatment.Zoom.NONE,
        Rectangle.WHOLE,
        null,
        VideoTreatment.Colour.NEUTRAL,
        List.of(opacity));
  }

  /** The same layer in another rectangle, or with its frame in another place. */
  Layer placed(Rectangle other, @Nullable CanvasPlace place) {
    return new Layer(content, fit, crop, zoom, other, place, colour, opacity);
  }

  /** The same layer with one more factor of opacity. */
  Layer faded(Curve factor) {
    List<Curve> factors = new java.util.ArrayList<>(opacity);
    factors.add(factor);
    return new Layer(content, fit, crop, zoom, rectangle, canvas, colour, factors);
  }
}
