package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which constant rate a picture is given. */
final class FrameRates {

  /** Of the average, by how much the lowest rate of all timestamps may differ from it. */
  private static final Fraction SLACK = Fraction.of(1, 200);

  private static final FrameRate FASTEST = FrameRate.of(60, 1);
  private static final List<FrameRate> USUAL =
      List.of(
          FrameRate.of(24_000, 1001),
          FrameRate.of(24, 1),
          FrameRate.of(25, 1),
          FrameRate.of(30_000, 1001),
          FrameRate.of(30, 1),
          FrameRate.of(50, 1),
          FrameRate.of(60_000, 1001),
          FASTEST);

  private FrameRates() {}

  /**
   * The source's own rate where it has one, halved until it is at most 60; of a variable one the
   * usual rate next above its average.
   */
  static FrameRate constant(VideoStream stream) {
    FrameRate average = stream.averageFrameRate();
    FrameRate real = stream.baseFrameRate();
    if (average == null || real == null) {
      return usual(average == null ? real : average);
    }
    Fraction gap = average.perSecond().minus(real.perSecond()).dividedBy(average.perSecond());
    boolean isConstant = gap.compareTo(SLACK) <= 0 && gap.negate().compareTo(SLACK) <= 0;
    if (!isConstant) {
      return USUAL.contains(real) ? real : usual(average);
    }
    Fraction rate = real.perSecond();
    while (rate.compareTo(FASTEST.perSecond()) > 0) {
      rate = rate.dividedBy(Fraction.of(2));
    }
    return new FrameRate(rate);
  }

  private static FrameRate usual(@Nullable FrameRate average) {
    if (average == null) {
      return FrameRate.of(25, 1);
    }
    return USUAL.stream()
        .filter(rate -> rate.perSecond().compareTo(average.perSecond()) >= 0)
        .findFirst()
        .orElse(FASTEST);
  }
}
