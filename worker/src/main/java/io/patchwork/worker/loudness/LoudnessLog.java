package io.patchwork.worker.loudness;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.worker.ffmpeg.Filter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loudness of audio, parsed from the log of FFmpeg's {@code ebur128} filter, which writes ten
 * times a second: the last values are those of the whole.
 */
public final class LoudnessLog {

  private static final String PREFIX = "lavfi.r128.";
  private static final BigDecimal SILENCE = new BigDecimal("-70");
  private static final double SOFTEST_PEAK = 1e-5;

  private LoudnessLog() {}

  /**
   * The filters that write a log.
   *
   * @param file in the folder in which FFmpeg runs
   */
  public static List<Filter> writing(String file) {
    return List.of(
        Filter.of("ebur128", "peak", "true", "metadata", 1, "framelog", "quiet"),
        Filter.of("ametadata", "mode", "print", "file", file));
  }

  /**
   * Reads a log.
   *
   * @param log written by FFmpeg; silence is assumed where there is none
   * @param mezzanineGainDb gain of the mezzanine over the measured audio, in dB
   * @throws IOException if it cannot be read
   */
  public static Loudness read(Path log, BigDecimal mezzanineGainDb) throws IOException {
    Map<String, String> last = new HashMap<>();
    if (Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
      ChildOutput.lines(
          log,
          line -> {
            int sign = line.indexOf('=');
            if (line.startsWith(PREFIX) && sign > 0) {
              last.put(line.substring(PREFIX.length(), sign), line.substring(sign + 1).strip());
            }
          });
    }
    return new Loudness(
        rounded(number(last.get("I"), SILENCE).max(SILENCE)),
        rounded(number(last.get("LRA"), BigDecimal.ZERO)),
        rounded(decibels(number(last.get("true_peak"), BigDecimal.ZERO))),
        mezzanineGainDb);
  }

  /** A number; the default for other text, as for audio too short to be measured. */
  private static BigDecimal number(@Nullable String text, BigDecimal other) {
    return text != null && text.matches("-?[0-9]{1,6}(\\.[0-9]{1,6})?")
        ? new BigDecimal(text)
        : other;
  }

  private static BigDecimal decibels(BigDecimal amplitude) {
    double value = 20 * Math.log10(Math.max(SOFTEST_PEAK, amplitude.doubleValue()));
    return new BigDecimal(value, MathContext.DECIMAL32);
  }

  private static BigDecimal rounded(BigDecimal value) {
    return value.setScale(2, RoundingMode.HALF_EVEN);
  }
}
