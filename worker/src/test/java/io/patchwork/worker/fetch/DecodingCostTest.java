package io.patchwork.worker.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.TestStreams;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files ask for more decoding than files of their size can have. */
final class DecodingCostTest {

  private static MediaInfo sound(long seconds) {
    return MediaInfo.of(
        MediaKind.AUDIO,
        "audio/wav",
        "wav",
        RationalTime.ofSeconds(seconds, 1),
        List.of(),
        List.of());
  }

  private static MediaInfo film(int width, int height, int rate, long seconds) {
    RationalTime length = RationalTime.ofSeconds(seconds, 1);
    return MediaInfo.of(
        MediaKind.VIDEO,
        "video/mp4",
        "mov",
        length,
        List.of(TestStreams.picture(width, height, FrameRate.of(rate, 1), length)),
        List.of());
  }

  @ParameterizedTest
  @CsvSource({
    // A second of silence in Opus; an hour of it; a whale at 100 Hz in 8 bits; six hours of speech.
    "1, 60",
    "3600, 180000",
    "20000, 2000000",
    "21600, 16200000",
    // Just enough bytes for the length.
    "600, 0",
    "1600, 10000",
  })
  void soundOfUsualSizeIsTaken(long seconds, long bytes) {
    assertThatCode(() -> DecodingCost.check(sound(seconds), bytes)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"20000, 20044", "1602, 10009", "21600, 100"})
  void soundOfFarTooFewBytesIsTooLong(long seconds, long bytes) {
    assertThatThrownBy(() -> DecodingCost.check(sound(seconds), bytes))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.TOO_LONG))
        .hasMessageContaining("less than 10 bytes a second");
  }

  @ParameterizedTest
  @CsvSource({
    // An hour of black by x264 in 1080p and 4K; a still of ten seconds; an animation of 5 seconds.
    "1920, 1080, 30, 3600, 3300000",
    "3840, 2160, 60, 3600, 19000000",
    "7680, 4320, 1, 10, 500",
    "1080, 1080, 25, 300, 20000",
    // 2,400 frames of 1080p may have any size.
    "1920, 1080, 25, 96, 1",
  })
  void picturesOfUsualSizeAreTaken(int width, int height, int rate, long seconds, long bytes) {
    assertThatCode(() -> DecodingCost.check(film(width, height, rate, seconds), bytes))
        .doesNotThrowAnyException();
  }

  @Test
  void animationsHaveMoreBytesForTheirPixels() {
    assertThatCode(() -> DecodingCost.check(animation(1920, 1080, 10, 300), 2_000_000))
        .doesNotThrowAnyException();
    assertThatCode(() -> DecodingCost.check(animation(8000, 8000, 10, 30), 1_000_000))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> DecodingCost.check(animation(8000, 8000, 10, 30), 69_000))
        .isInstanceOf(Refused.class);
  }

  private static MediaInfo animation(int width, int height, int rate, long seconds) {
    RationalTime length = RationalTime.ofSeconds(seconds, 1);
    return MediaInfo.of(
        MediaKind.VIDEO,
        "image/gif",
        "gif",
        length,
        List.of(TestStreams.video("gif", "bgra", width, height, FrameRate.of(rate, 1), length)),
        List.of());
  }

  @ParameterizedTest
  @CsvSource({"8000, 8000, 10, 300, 69000", "1920, 1080, 25, 97, 1", "7680, 4320, 60, 600, 20000"})
  void picturesOfFarTooFewBytesAreTooLarge(
      int width, int height, int rate, long seconds, long bytes) {
    assertThatThrownBy(() -> DecodingCost.check(film(width, height, rate, seconds), bytes))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.TOO_LARGE))
        .hasMessageContaining("too many for its size");
  }
}
