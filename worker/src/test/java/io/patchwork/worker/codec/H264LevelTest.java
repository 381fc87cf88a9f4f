package io.patchwork.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.ffmpeg.FrameSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class H264LevelTest {

  @ParameterizedTest
  @CsvSource({
    "1920, 1080, 30, 4.0",
    "1920, 1080, 60, 4.2",
    "1280, 720, 30, 3.1",
    "640, 360, 60, 3.1",
    "640, 360, 30, 3.0",
    "3840, 2160, 60, 5.2"
  })
  void theLevelIsTheLowestThatHasRoom(int width, int height, int rate, String level) {
    assertThat(H264Level.of(new FrameSize(width, height), FrameRate.of(rate, 1))).isEqualTo(level);
  }
}
