package io.patchwork.worker.loudness;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.Loudness;
import io.patchwork.worker.BrokenCopies;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoudnessLogTest {

  private static final String LOG =
      """
      frame:0 pts:0 pts_time:0
      lavfi.r128.I=-70.000
      lavfi.r128.LRA=0.000
      lavfi.r128.true_peak=0.100
      frame:1 pts:4800 pts_time:0.1
      lavfi.r128.I=-23.456
      lavfi.r128.LRA=3.210
      lavfi.r128.true_peak=0.500
      """;

  @TempDir Path temp;

  private Path log(String text) throws Exception {
    return Files.writeString(temp.resolve("loudness.txt"), text);
  }

  @Test
  void whatIsSaidLastIsOfTheWhole() throws Exception {
    log(LOG);

    Loudness loudness = LoudnessLog.read(temp.resolve("loudness.txt"), new BigDecimal("-1.5"));

    assertThat(loudness)
        .isEqualTo(
            new Loudness(
                new BigDecimal("-23.46"),
                new BigDecimal("3.21"),
                new BigDecimal("-6.02"),
                new BigDecimal("-1.5")));
  }

  @Test
  void aSoundThatWasNotMeasuredIsSilent() throws Exception {
    Loudness loudness = LoudnessLog.read(temp.resolve("nowhere.txt"), BigDecimal.ZERO);

    assertThat(loudness.integratedLufs()).isEqualByComparingTo("-70");
    assertThat(loudness.truePeakDb()).isEqualByComparingTo("-100");
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
