package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a pass, parsed from {@code ffmpeg -progress}.
 *
 * @param permille done, 0 to 1000
 */
public record Progress(int permille) {

  private static final String TIME = "out_time_us=";

  /** The progress in a line; empty if the line has none or the pass has no length. */
  static Optional<Progress> parse(String line, @Nullable RationalTime length) {
    if (length == null || length.seconds().signum() <= 0 || !line.startsWith(TIME)) {
      return Optional.empty();
    }
    String value = line.substring(TIME.length()).strip();
    if (!value.matches("-?[0-9]{1,18}")) {
      return Optional.empty();
    }
    Fraction done = Fraction.of(Long.parseLong(value), 1_000_000).dividedBy(length.seconds());
    return Optional.of(new Progress(clamp(done.times(Fraction.of(1000)).floor().longValue())));
  }

  private static int clamp(long permille) {
    return (int) Math.clamp(permille, 0L, 1000L);
  }
}
