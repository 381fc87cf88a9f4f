package io.patchwork.worker.render.graph;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.worker.composition.CanvasPlace;
import io.patchwork.worker.composition.FitRect;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.List;

/**
 * A picture that lies in a frame which is scaled and moved. Like {@link PanZoom} it moves by
 * fractions of pixels, at twice the size. The picture has a transparent border, which FFmpeg's
 * {@code perspective} repeats outwards.
 */
final class MovedCanvas {

  /** Factor by which the picture is larger than it is in the frame. */
  static final int OVERSAMPLING = PanZoom.OVERSAMPLING;

  private static final int BORDER = 2;
  private static final Fraction HALF = Fraction.of(1, 2);

  private MovedCanvas() {}

  /**
   * The filters that make a whole frame of a picture.
   *
   * @param place of the frame that the picture lies in
   * @param picture its place in that frame, and its own size
   * @param frame size of the output
   */
  static List<Filter> filters(CanvasPlace place, FitRect picture, FrameSize frame, FrameRate rate) {
    FrameSize size = picture.scaled();
    FrameSize canvas =
        new FrameSize(
            Math.max(frame.width() * OVERSAMPLING, size.width() + 2 * BORDER),
            Math.max(frame.height() * OVERSAMPLING, size.height() + 2 * BORDER));
    Side across =
        new Side(
            place.x(),
            place.width(),
            Fraction.of(picture.x(), frame.width()),
            Fraction.of(picture.size().width(), frame.width()),
            rate);
    Side down =
        new Side(
            place.y(),
            place.height(),
            Fraction.of(picture.y(), frame.height()),
            Fraction.of(picture.size().height(), frame.height()),
            rate);
    String left = across.at(0, size.width(), canvas.width());
    String right = across.at(1, size.width(), canvas.width());
    String top = down.at(0, size.height(), canvas.height());
    String bottom = down.at(1, size.height(), canvas.height());
    return List.of(
        Filter.of("format", "pix_fmts", "yuva420p"),
        Filter.of(
            "pad",
            "width",
            canvas.width(),
            "height",
            canvas.height(),
            "x",
            BORDER,
            "y",
            BORDER,
            "color",
            "black@0"),
        Filter.of(
            "perspective",
            "x0",
            left,
            "y0",
            top,
            "x1",
            right,
            "y1",
            top,
            "x2",
            left,
            "y2",
            bottom,
            "x3",
            right,
            "y3",
            bottom,
            "interpolation",
            "cubic",
            "sense",
            "source",
            "eval",
            "frame"),
        FilterExpressions.scaled(frame));
  }

  /**
   * One direction.
   *
   * @param near edge of the moved frame, in fractions of the output
   * @param length of the moved frame
   * @param start of the picture, in fractions of the moved frame
   * @param part of the moved frame that the picture takes
   */
  private record Side(Curve near, Curve length, Fraction start, Fraction part, FrameRate rate) {

    /**
     * The place on the padded picture, in pixels, of an edge of the output in the middle of each
     * frame, as an expression; {@code in} is 1 in the first. {@code perspective} counts pixels from
     * their corners, so the edge is moved by half a pixel there and back.
     *
     * @param edge 0 or 1
     */
    String at(int edge, int pixels, int canvas) {
      Fraction scale = Fraction.of(pixels).dividedBy(part);
      Fraction offset = Fraction.of(BORDER).minus(scale.times(start)).minus(HALF);
      Fraction from = Fraction.of(edge).plus(Fraction.of(1, 2L * canvas));
      return "%s+%s*(%s-(%s))/(%s)"
          .formatted(
              FilterExpressions.decimal(offset),
              FilterExpressions.decimal(scale),
              FilterExpressions.decimal(from),
              value(near),
              value(length));
    }

    private String value(Curve curve) {
      return curve.isConstant()
          ? FilterExpressions.decimal(curve.keys().getFirst().value())
          : FilterExpressions.expression(curve, "(in-0.5)", rate.perSecond());
    }
  }
}
