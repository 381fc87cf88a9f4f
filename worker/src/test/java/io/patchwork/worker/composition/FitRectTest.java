package io.patchwork.worker.composition;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.VideoTreatment;
import io.patchwork.worker.Golden;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rectangles that layers fill, in even pixels. */
@ExtendWith(Golden.Finder.class)
final class FitRectTest {

  private static final FrameSize FRAME = new FrameSize(640, 360);

  private static Rectangle rectangle(long x, long y, long width, long height) {
    return new Rectangle(
        Fraction.of(x, 100),
        Fraction.of(y, 100),
        Fraction.of(width, 100),
        Fraction.of(height, 100));
  }

  private static final Rectangle CORNER = rectangle(55, 10, 30, 25);

  private static String fitted(
      TestPicture picture, VideoTreatment.Fit fit, Rectangle crop, Rectangle rectangle) {
    VideoStream stream = picture.stream();
    Layer layer =
        new Layer(
            new LayerContent.ColourBars(),
            fit,
            crop,
            VideoTreatment.Zoom.NONE,
            rectangle,
            null,
            VideoTreatment.Colour.NEUTRAL,
            List.of());
    FitRect fitting = FitRect.of(stream, layer, FRAME);
    FrameSize shown = FrameSize.of(stream);
    return "%dx%d %s%s%s: fills %dx%d at %d, %d, scaled to %dx%d"
        .formatted(
            shown.width(),
            shown.height(),
            fit,
            crop.isWhole() ? "" : " cropped",
            rectangle.isWhole() ? "" : " in a rectangle",
            fitting.size().width(),
            fitting.size().height(),
            fitting.x(),
            fitting.y(),
            fitting.scaled().width(),
            fitting.scaled().height());
  }

  @Test
  void aPictureStandsInItsBoxAsItFits(Golden golden) {
    Rectangle whole = Rectangle.WHOLE;
    List<String> lines = new ArrayList<>();
    for (VideoTreatment.Fit fit : VideoTreatment.Fit.values()) {
      lines.add(fitted(TestPicture.of(480, 400), fit, whole, whole));
      lines.add(fitted(TestPicture.of(1440, 400), fit, whole, whole));
      lines.add(fitted(TestPicture.of(480, 400), fit, whole, CORNER));
      lines.add(fitted(TestPicture.of(480, 400), fit, rectangle(10, 20, 60, 75), whole));
      lines.add(
          fitted(TestPicture.of(720, 576).pixelAspect(64, 45).rotated(90), fit, whole, whole));
    }
    golden.shows(
        "a frame of 640x360; crops to x 10 %, y 20 %, 60 % wide, 75 % high; rectangles at x 55 %,"
            + " y 10 %, 30 % wide, 25 % high",
        String.join("\n", lines));
  }

  @Test
  void whatCoversWithALineIsContained(Golden golden) {
    golden.shows(
        "a frame of 640x360",
        fitted(TestPicture.of(4000, 10), VideoTreatment.Fit.COVER, Rectangle.WHOLE, Rectangle.WHOLE)
            + "\n"
            + fitted(
                TestPicture.of(80, 10),
                VideoTreatment.Fit.COVER,
                Rectangle.WHOLE,
                Rectangle.WHOLE));
  }

  @Test
  void aRectangleMayLieOutsideOfTheFrame(Golden golden) {
    FitRect fitting = FitRect.of(rectangle(-13, 81, 77, 33), FRAME);

    golden.shows(
        "x -13 %, y 81 %, 77 % wide, 33 % high of 640x360",
        "%dx%d at %d, %d\nin fractions %s"
            .formatted(
                fitting.size().width(),
                fitting.size().height(),
                fitting.x(),
                fitting.y(),
                io.patchwork.worker.TimelineText.text(
                    new Rectangle(
                        Fraction.of(fitting.x(), FRAME.width()),
                        Fraction.of(fitting.y(), FRAME.height()),
                        Fraction.of(fitting.size().width(), FRAME.width()),
                        Fraction.of(fitting.size().height(), FRAME.height())))));
  }
}
