package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.math.BigDecimal;
import java.util.Optional;

/** A time in seconds as FFprobe writes it. */
final class ProbedTime {

  private ProbedTime() {}

  /** The exact time; empty for {@code N/A} and whatever else is none. */
  static Optional<RationalTime> of(String text) {
    return text.matches("-?[0-9]{1,12}(\\.[0-9]{1,12})?")
        ? Optional.of(new RationalTime(Fraction.of(new BigDecimal(text))))
        : Optional.empty();
  }
}
