package io.patchwork.worker.loudness;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.manifest.Loudness.Unmeasured;
import io.patchwork.worker.BrokenCopies;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoudnessLogTest {

  private static final String LOG = reports(60, "-23.456", "-23.5");

  /** Reports of a sound, and the one of the silence behind it. */
  private static String reports(int count, String integrated, String shortTerm) {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i <= count; i++) {
      log.append("frame:").append(i).append(" pts:").append(4800 * i).append('\n');
      log.append("lavfi.r128.S=").append(i < 29 ? "-120.691" : shortTerm).append('\n');
      log.append("lavfi.r128.I=").append(i == count ? "-25.000" : integrated).append('\n');
      log.append("lavfi.r128.LRA=").append(i == count ? "9.000" : "3.210").append('\n');
      log.append("lavfi.r128.true_peak=").append(i == count ? "0.500" : "0.100").append('\n');
    }
    return log.toString();
  }

  @TempDir Path temp;

  private Path log(String text) throws Exception {
    return Files.writeString(temp.resolve("loudness.txt"), text);
  }

  private Loudness read(String text) throws Exception {
    return LoudnessLog.read(log(text), new BigDecimal("-1.5"));
  }

  @Test
  void theLastPeakAndWhatIsSaidBeforeTheSilenceBehindAreOfTheWhole() throws Exception {
    assertThat(read(LOG))
        .isEqualTo(
            new Loudness(
                new BigDecimal("-23.46"),
                null,
                new BigDecimal("3.21"),
                new BigDecimal("-6.02"),
                new BigDecimal("-1.5")));
  }

  @Test
  void lessThanABlockIsTooShortAndHasAPeak() throws Exception {
    for (int steps : List.of(0, 3)) {
      Loudness loudness = read(reports(steps, "-70.000", "-120.691"));

      assertThat(loudness.integratedLufs()).isNull();
      assertThat(loudness.unmeasured()).isEqualTo(Unmeasured.SHORT);
      assertThat(loudness.rangeLu()).isNull();
      assertThat(loudness.truePeakDb()).isEqualByComparingTo("-6.02");
    }
    assertThat(read(reports(4, "-23.456", "-120.691")).integratedLufs())
        .isEqualByComparingTo("-23.46");
  }

  @Test
  void aRangeNeedsTwentyShortTermBlocks() throws Exception {
    assertThat(read(reports(48, "-23.456", "-23.5")).rangeLu()).isNull();
    assertThat(read(reports(49, "-23.456", "-23.5")).rangeLu()).isEqualByComparingTo("3.21");
    assertThat(read(reports(60, "-70.000", "-71.2")).rangeLu()).isNull();
  }

  @Test
  void silenceHasNeitherLoudnessNorPeak() throws Exception {
    Loudness loudness =
        read(reports(40, "-70.000", "-120.691").replaceAll("peak=.*", "peak=0.000"));

    assertThat(loudness)
        .isEqualTo(new Loudness(null, Unmeasured.SILENT, null, null, new BigDecimal("-1.5")));
  }

  @Test
  void whatIsNoNumberIsNothing() throws Exception {
    Loudness loudness = read(LOG.replace("-23.456", "nan").replace("0.500", "inf"));

    assertThat(loudness.integratedLufs()).isNull();
    assertThat(loudness.truePeakDb()).isNull();
  }

  @Test
  void aSoundThatWasNotMeasuredIsTooShort() throws Exception {
    Loudness loudness = LoudnessLog.read(temp.resolve("nowhere.txt"), BigDecimal.ZERO);

    assertThat(loudness)
        .isEqualTo(new Loudness(null, Unmeasured.SHORT, null, null, BigDecimal.ZERO));
  }

  @Test
  void aBrokenLogIsReadAsFarAsItGoes() throws Exception {
    Path good = log(LOG);

    int refused =
        BrokenCopies.refused(
            good, temp.resolve("copy.txt"), copy -> LoudnessLog.read(copy, BigDecimal.ZERO));

    assertThat(refused).isZero();
  }
}
