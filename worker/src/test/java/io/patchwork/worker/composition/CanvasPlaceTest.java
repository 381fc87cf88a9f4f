package io.patchwork.worker.composition;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.EditorTransform;
import io.patchwork.schema.timeline.EditorTransform.Unit;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an editor's scale and position put the frame of a layer. */
final class CanvasPlaceTest {

  private static Curve constant(String value) {
    return Curve.constant(Fraction.parse(value));
  }

  private static CanvasPlace place(
      String scale, String x, String y, Unit unit, int width, int height) {
    return CanvasPlace.of(
        new EditorTransform(constant(scale), constant(scale), constant(x), constant(y), unit),
        Optional.of(new FrameSize(width, height)));
  }

  /** Whatever the size of the output is; the longer side decides, as it does when it is fitted. */
  @ParameterizedTest
  @CsvSource({
    "3840, 2160, 1/2, 1/1",
    "640, 360, 1/1, 1/3",
    "1920, 1080, 1/1, 1/1",
    "1080, 1080, 1/1, 1/1",
    "960, 1080, 1/4, 1/4",
    "1920, 540, 1/2, 1/2"
  })
  void scaleInPremiereIsOfThePixelsOfTheMedia(int width, int height, String scale, String fitted) {
    CanvasPlace place = place(scale, "0", "0", new Unit.Pixels(1920, 1080), width, height);

    assertThat(place.drawn().orElseThrow().width()).isEqualTo(Fraction.parse(fitted));
  }

  @Test
  void positionInPremiereIsOfTheFrame() {
    assertThat(place("1", "1/4", "-1/4", new Unit.Pixels(1280, 720), 640, 360).drawn())
        .contains(
            new Rectangle(Fraction.of(1, 2), Fraction.ZERO, Fraction.of(1, 2), Fraction.of(1, 2)));
  }

  @Test
  void whatIsLargerThanFourFramesOrChangesItsShapeIsNotDrawnAsLargeAsItIs() {
    assertThat(place("5", "0", "0", new Unit.Frame(), 640, 360).drawn()).isEmpty();
    CanvasPlace wide =
        CanvasPlace.of(
            new EditorTransform(
                constant("1/2"), Curve.ONE, constant("0"), constant("0"), new Unit.Frame()),
            Optional.empty());
    assertThat(wide.drawn()).isEmpty();
    assertThat(wide.at(RationalTime.ZERO))
        .isEqualTo(
            new Rectangle(Fraction.of(1, 4), Fraction.ZERO, Fraction.of(1, 2), Fraction.ONE));
  }

  @Test
  void positionInResolveIsOfTheFrame() {
    assertThat(place("1", "1/3", "-1/2", new Unit.Frame(), 480, 360).drawn())
        .contains(new Rectangle(Fraction.of(1, 3), Fraction.of(-1, 2), Fraction.ONE, Fraction.ONE));
  }
}
