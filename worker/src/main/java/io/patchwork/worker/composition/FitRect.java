package io.patchwork.worker.composition;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.VideoTreatment;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Pixels;

/**
 * The rectangle of the frame that a layer fills, in even pixels, as 4:2:0 needs them.
 *
 * @param x left edge of the rectangle; may lie outside the frame
 * @param size of the rectangle
 * @param scaled size that the source is scaled to; where it is larger than {@code size}, it is
 *     cropped evenly on both sides
 */
public record FitRect(int x, int y, FrameSize size, FrameSize scaled) {

  /** Longest side of a scaled source, in widths of the frame; 16,384 pixels in 1080p. */
  private static final Fraction MAX_SCALED_WIDTHS = Fraction.of(16_384, 1920);

  /** The rectangle of a layer that shows a video stream. */
  public static FitRect of(VideoStream stream, Layer layer, FrameSize frame) {
    FrameSize whole = FrameSize.of(stream);
    FrameSize cropped =
        new FrameSize(
            Math.max(1, Pixels.of(layer.crop().width(), whole.width())),
            Math.max(1, Pixels.of(layer.crop().height(), whole.height())));
    return of(cropped, layer.fit(), layer.rectangle(), frame);
  }

  /** The same in a frame so many times as large. */
  public FitRect times(int factor) {
    return new FitRect(x * factor, y * factor, size.times(factor), scaled.times(factor));
  }

  /** The rectangle of content without an aspect ratio of its own: a colour, bars or a group. */
  public static FitRect of(Rectangle rectangle, FrameSize frame) {
    FrameSize size = size(rectangle, frame);
    return new FitRect(x(rectangle, frame), y(rectangle, frame), size, size);
  }

  private static FitRect of(
      FrameSize picture, VideoTreatment.Fit fit, Rectangle rectangle, FrameSize frame) {
    FrameSize box = size(rectangle, frame);
    int x = x(rectangle, frame);
    int y = y(rectangle, frame);
    FrameSize inner = picture.fittedInto(box).even();
    return switch (fit) {
      case CONTAIN ->
          new FitRect(
              x + ((box.width() - inner.width()) / 2 & ~1),
              y + ((box.height() - inner.height()) / 2 & ~1),
              inner,
              inner);
      case BLURRED -> new FitRect(x, y, box, inner);
      case COVER -> {
        FrameSize covering = covering(picture, box);
        // A source one pixel high would be scaled to gigabytes to cover a frame.
        boolean isHuge =
            isHuge(Fraction.of(covering.width(), frame.width()), Fraction.ONE)
                || isHuge(Fraction.of(covering.height(), frame.width()), Fraction.ONE);
        yield isHuge
            ? of(picture, VideoTreatment.Fit.CONTAIN, rectangle, frame)
            : new FitRect(x, y, box, covering);
      }
    };
  }

  /**
   * Whether a side of a scaled source is too long to be rendered, in any size of the output.
   *
   * @param side in fractions of a side of the frame
   * @param aspect width of the frame over that side
   */
  static boolean isHuge(Fraction side, Fraction aspect) {
    return side.compareTo(MAX_SCALED_WIDTHS.times(aspect)) > 0;
  }

  /** The smallest size with a picture's aspect ratio that covers a box. */
  public static FrameSize covering(FrameSize picture, FrameSize box) {
    Fraction byWidth = Fraction.of(box.width(), picture.width());
    Fraction byHeight = Fraction.of(box.height(), picture.height());
    Fraction factor = byWidth.compareTo(byHeight) > 0 ? byWidth : byHeight;
    return new FrameSize(
        Math.max(box.width(), Pixels.evenly(factor, picture.width())),
        Math.max(box.height(), Pixels.evenly(factor, picture.height())));
  }

  private static int x(Rectangle rectangle, FrameSize frame) {
    return Pixels.evenly(rectangle.x(), frame.width());
  }

  private static int y(Rectangle rectangle, FrameSize frame) {
    return Pixels.evenly(rectangle.y(), frame.height());
  }

  private static FrameSize size(Rectangle rectangle, FrameSize frame) {
    return new FrameSize(
        Math.max(2, Pixels.evenly(rectangle.width(), frame.width())),
        Math.max(2, Pixels.evenly(rectangle.height(), frame.height())));
  }
}
