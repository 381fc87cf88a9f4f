package io.patchwork.worker.loudness;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.manifest.Loudness.Unmeasured;
import io.patchwork.worker.ffmpeg.Filter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The loudness of audio, parsed from the log of FFmpeg's {@code ebur128} filter, which writes a
 * report for every full 100 ms. Silence of that length is added to the audio: the last report is
 * the first that knows every peak, and the one before it the last of the audio alone.
 */
public final class LoudnessLog {

  private static final String PREFIX = "lavfi.r128.";
  private static final String REPORT = "frame:";
  private static final BigDecimal STEP_SECONDS = new BigDecimal("0.1");

  /** Loudness in LUFS at and below which audio is silent (ITU-R BS.1770, absolute gate). */
  private static final BigDecimal SILENCE = new BigDecimal("-70");

  /** Reports in a block of 400 ms (BS.1770), the least that has a loudness. */
  private static final int BLOCK = 4;

  /** Reports in a short-term block of 3 s (EBU Tech 3342). */
  private static final int SHORT_TERM_BLOCK = 30;

  /** The least short-term blocks of which one is louder than the 95th percentile of their range. */
  private static final int RANGE_BLOCKS = 20;

  /** Blocks that are softer than the loudest by this many LU may not count in the range. */
  private static final BigDecimal RANGE_GATE = new BigDecimal(20);

  private int reports;
  private Optional<BigDecimal> integrated = Optional.empty();
  private Optional<BigDecimal> integratedBefore = Optional.empty();
  private Optional<BigDecimal> range = Optional.empty();
  private Optional<BigDecimal> rangeBefore = Optional.empty();
  private Optional<BigDecimal> peak = Optional.empty();
  private BigDecimal loudest = SILENCE;
  private int rangeBlocks;

  private LoudnessLog() {}

  /**
   * The filters that write a log.
   *
   * @param file in the folder in which FFmpeg runs
   */
  public static List<Filter> writing(String file) {
    return List.of(
        Filter.of("apad", "pad_dur", STEP_SECONDS),
        Filter.of("ebur128", "peak", "true", "metadata", 1, "framelog", "quiet"),
        Filter.of("ametadata", "mode", "print", "file", file));
  }

  /**
   * Reads a log.
   *
   * @param log written by FFmpeg; the audio is taken for too short where there is none
   * @param mezzanineGainDb gain of the mezzanine over the measured audio, in dB
   * @throws IOException if it cannot be read
   */
  public static Loudness read(Path log, BigDecimal mezzanineGainDb) throws IOException {
    LoudnessLog reading = new LoudnessLog();
    if (Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
      ChildOutput.lines(log, reading::line);
    }
    return reading.loudness(mezzanineGainDb);
  }

  private void line(String line) {
    int sign = line.indexOf('=');
    if (line.startsWith(REPORT)) {
      reports++;
      integratedBefore = integrated;
      rangeBefore = range;
    } else if (line.startsWith(PREFIX) && sign > 0) {
      Optional<BigDecimal> value = number(line.substring(sign + 1).strip());
      switch (line.substring(PREFIX.length(), sign)) {
        case "I" -> integrated = value;
        case "LRA" -> range = value;
        case "S" -> value.ifPresent(this::shortTerm);
        case "true_peak" -> peak = value;
        default -> {
          // Of single channels, or of the moment.
        }
      }
    }
  }

  /** Counts the blocks that are loud enough for the range; those before a louder one count anew. */
  private void shortTerm(BigDecimal lufs) {
    if (reports < SHORT_TERM_BLOCK || lufs.compareTo(SILENCE) <= 0) {
      return;
    }
    if (lufs.compareTo(loudest.add(RANGE_GATE)) > 0) {
      rangeBlocks = 0;
    }
    loudest = loudest.max(lufs);
    if (lufs.compareTo(loudest.subtract(RANGE_GATE)) >= 0) {
      rangeBlocks++;
    }
  }

  private Loudness loudness(BigDecimal mezzanineGainDb) {
    boolean isLong = reports > BLOCK;
    @Nullable BigDecimal lufs =
        integratedBefore.filter(value -> isLong && value.compareTo(SILENCE) > 0).orElse(null);
    return new Loudness(
        lufs == null ? null : rounded(lufs),
        lufs != null ? null : isLong ? Unmeasured.SILENT : Unmeasured.SHORT,
        rangeBefore
            .filter(value -> rangeBlocks > RANGE_BLOCKS)
            .map(LoudnessLog::rounded)
            .orElse(null),
        peak.filter(amplitude -> amplitude.signum() > 0)
            .map(amplitude -> rounded(decibels(amplitude)))
            .orElse(null),
        mezzanineGainDb);
  }

  /** A number; nothing for other text. */
  private static Optional<BigDecimal> number(String text) {
    return text.matches("-?[0-9]{1,6}(\\.[0-9]{1,6})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  private static BigDecimal decibels(BigDecimal amplitude) {
    return new BigDecimal(20 * Math.log10(amplitude.doubleValue()), MathContext.DECIMAL32);
  }

  private static BigDecimal rounded(BigDecimal value) {
    return value.setScale(2, RoundingMode.HALF_EVEN);
  }
}
