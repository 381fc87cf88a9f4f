package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The choice of a constant frame rate for a video. */
final class FrameRates {

  /**
   * Maximum difference of average and base frame rate of a constant rate, as a part of the average.
   */
  private static final Fraction SLACK = Fraction.of(1, 200);

  private static final FrameRate MAX_RATE = FrameRate.of(60, 1);
  private static final List<FrameRate> USUAL =
      List.of(
          FrameRate.of(24_000, 1001),
          FrameRate.of(24, 1),
          FrameRate.of(25, 1),
          FrameRate.of(30_000, 1001),
          FrameRate.of(30, 1),
          FrameRate.of(50, 1),
          FrameRate.of(60_000, 1001),
          MAX_RATE);

  private FrameRates() {}

  /**
   * The source's own rate where it is constant, halved until it is at most 60 fps; otherwise the
   * usual rate at or next above the average.
   */
  static FrameRate constant(VideoStream stream) {
    FrameRate average = stream.averageFrameRate();
    FrameRate base = stream.baseFrameRate();
    if (average == null || base == null) {
      return usual(average == null ? base : average);
    }
    Fraction gap = average.perSecond().minus(base.perSecond()).dividedBy(average.perSecond());
    boolean isConstant = gap.compareTo(SLACK) <= 0 && gap.negate().compareTo(SLACK) <= 0;
    if (!isConstant) {
      return USUAL.contains(base) ? base : usual(average);
    }
    Fraction rate = base.perSecond();
    while (rate.compareTo(MAX_RATE.perSecond()) > 0) {
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
        .orElse(MAX_RATE);
  }
}
