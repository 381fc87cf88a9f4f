package io.patchwork.worker.composition;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.TestPicture;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StartTimecodeTest {

  private static Optional<RationalTime> start(String text, FrameRate average, FrameRate base) {
    return StartTimecode.ofFrames(text, TestPicture.of(320, 180).varying(average, base).stream())
        .map(StartTimecode::start);
  }

  @Test
  void ofAVaryingRateItIsCountedAtTheBase() {
    FrameRate average = FrameRate.of(2983, 100);

    assertThat(start("01:00:00:00", average, FrameRate.of(30, 1)))
        .contains(RationalTime.ofSeconds(3600, 1));
    assertThat(start("01:00:00;00", average, FrameRate.of(30_000, 1001)))
        .contains(RationalTime.ofFrames(107_892, FrameRate.of(30_000, 1001)));
  }

  @Test
  void aRateThatNoTimecodeHasCountsNone() {
    assertThat(start("01:00:00:00", FrameRate.of(2983, 100), FrameRate.of(2983, 100))).isEmpty();
  }
}
