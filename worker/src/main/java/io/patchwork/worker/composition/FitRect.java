package io.patchwork.worker.composition;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.VideoTreatment;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Pixels;

/**
 * Where in a frame a picture lies, in even numbers of pixels, as 4:2:0 wants them.
 *
 * @param x of the part of the frame that it fills, which may lie outside
 * @param size of that part
 * @param scaled size that the picture is scaled to; where larger, it is cut evenly on both sides
 */
public record FitRect(int x, int y, FrameSize size, FrameSize scaled) {

  private static final int LARGEST = 16_384;

  /** Of a layer's picture of that stream. */
  public static FitRect of(VideoStream stream, Layer layer, FrameSize frame) {
    FrameSize whole = FrameSize.of(stream);
    FrameSize cropped =
        new FrameSize(
            Math.max(1, Pixels.of(layer.crop().width(), whole.width())),
            Math.max(1, Pixels.of(layer.crop().height(), whole.height())));
    return of(cropped, layer.fit(), layer.rectangle(), frame);
  }

  /** Of something that has the shape of its rectangle. */
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
        // A line that covers a frame would be a picture of gigabytes.
        boolean isHuge = Math.max(covering.width(), covering.height()) > LARGEST;
        yield isHuge
            ? of(picture, VideoTreatment.Fit.CONTAIN, rectangle, frame)
            : new FitRect(x, y, box, covering);
      }
    };
  }

  /** The smallest of a picture's shape that covers a box. */
  public static FrameSize covering(FrameSize picture, FrameSize box) {
    Fraction byWidth = Fraction.of(box.width(), picture.width());
    Fraction byHeight = Fraction.of(box.height(), picture.height());
    Fraction factor = byWidth.compareTo(byHeight) > 0 ? byWidth : byHeight;
    return new FrameSize(
        Math.max(box.width(), Pixels.evenly(factor, picture.width())),
        Math.max(box.height(), Pixels.evenly(factor, picture.height())));
  }

  /** Where it lies, in fractions of the frame. */
  public Rectangle inFractions(FrameSize frame) {
    return new Rectangle(
        Fraction.of(x, frame.width()),
        Fraction.of(y, frame.height()),
        Fraction.of(size.width(), frame.width()),
        Fraction.of(size.height(), frame.height()));
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
