package io.patchwork.worker.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.TestMedia;
import io.patchwork.worker.composition.TransitionKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The shares of the sides of each transition are those of the pixels that FFmpeg draws. */
final class TransitionCourseIT {

  private static final int FRAMES = 32;
  private static final int PIXELS = 320 * 180;

  /** Luma of what goes, of what comes in, and the most that black has. */
  private static final int OUTGOING = 100;

  private static final int INCOMING = 200;
  private static final int BLACK = 50;

  /** Of the frame: the tables are within 1/100, edges of 320 × 180 pixels and 8 bits add to it. */
  private static final double NEAR = 0.02;

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"DIP_TO_BLACK", "DIP_TO_WHITE"})
  void sharesAreThoseOfThePixels(TransitionKind kind) throws Exception {
    TransitionCourse course = TransitionCourse.of(kind);
    byte[] lumas = drawn(kind);
    assertThat(lumas).hasSize(FRAMES * PIXELS);
    List<String> wrong = new ArrayList<>();
    for (int frame = 0; frame < FRAMES; frame++) {
      double incoming = 0;
      double black = 0;
      for (int i = frame * PIXELS; i < (frame + 1) * PIXELS; i++) {
        int luma = lumas[i] & 0xff;
        if (luma < BLACK) {
          black++;
        } else {
          incoming += (double) (luma - OUTGOING) / (INCOMING - OUTGOING);
        }
      }
      Shares expected = shares(course, Fraction.of(2 * frame + 1, 2 * FRAMES));
      if (Math.abs(incoming / PIXELS - expected.incoming) > NEAR
          || Math.abs(black / PIXELS - expected.black) > NEAR) {
        wrong.add(frame + ": " + incoming / PIXELS + ", black " + black / PIXELS + ", " + expected);
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static byte[] drawn(TransitionKind kind) throws Exception {
    String plain =
        "color=s=320x180:r=%d:d=1,format=yuv444p,geq=lum=%d:cb=128:cr=128,settb=1/1000000";
    return TestMedia.ffmpeg(
        "-filter_complex",
        plain.formatted(FRAMES, OUTGOING)
            + "[a];"
            + plain.formatted(FRAMES, INCOMING)
            + "[b];[a][b]xfade=transition="
            + kind.xfade()
            + ":duration=1:offset="
            + -0.5 / FRAMES
            + ",extractplanes=y",
        "-frames:v",
        String.valueOf(FRAMES),
        "-fps_mode",
        "passthrough",
        "-f",
        "rawvideo",
        "-");
  }

  private record Shares(double incoming, double black) {}

  private static Shares shares(TransitionCourse course, Fraction progress) {
    return switch (course) {
      case TransitionCourse.Divided(TransitionCourse.Lines incoming) ->
          new Shares(number(incoming.at(progress)), 0);
      case TransitionCourse.IntoCorner() -> new Shares(1 - Math.pow(1 - number(progress), 2), 0);
      case TransitionCourse.OnBlack black -> {
        double side =
            black.share(new Ramp(progress, progress)).stream()
                .mapToDouble(ramp -> number(ramp.start()))
                .reduce(1, (some, other) -> some * other);
        yield new Shares(number(progress) < 0.5 ? 0 : side, 1 - side);
      }
    };
  }

  private static double number(Fraction value) {
    return value.numerator().doubleValue() / value.denominator().doubleValue();
  }
}
