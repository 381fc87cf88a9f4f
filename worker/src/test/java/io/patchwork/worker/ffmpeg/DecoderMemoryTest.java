package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.TestStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which limits of memory passes get. */
final class DecoderMemoryTest {

  private static final long MIB = 1L << 20;

  /** The peaks that were measured on two cores, in MiB. */
  @ParameterizedTest
  @CsvSource({
    "h264, yuv420p, 1920, 1080, 927",
    "h264, yuv420p, 3840, 2160, 1150",
    "h264, yuv420p, 7680, 4320, 1488",
    "hevc, yuv420p10le, 3840, 2160, 1426",
    "hevc, yuv420p10le, 7680, 4320, 2271",
    "av1, yuv420p, 7680, 4320, 4145",
    "prores, yuv422p10le, 3840, 2160, 1107",
    "mjpeg, yuvj420p, 4000, 3000, 753",
    "png, rgb24, 8000, 8000, 966",
    "png, gray, 11500, 11500, 738",
    "png, rgba, 5000, 5000, 1268",
    "png, rgba, 11500, 11500, 4606",
    "png, rgba64be, 11500, 11500, 5073",
  })
  void eachPassFitsIntoItsLimitAndTheLimitIsNotFarAbove(
      String codec, String format, int width, int height, int peak) {
    long limit =
        DecoderMemory.ofPass(
            DecoderMemory.of(
                TestStreams.video(codec, format, width, height, FrameRate.of(25, 1), null)),
            1,
            2);

    assertThat(limit / MIB).isGreaterThan(peak).isLessThan(1_300 + 2L * peak);
  }

  @Test
  void moreCoresNeedMore() {
    assertThat(DecoderMemory.ofPass(0, 1, 8)).isEqualTo(2 * DecoderMemory.ofPass(0, 1, 2));
    assertThat(DecoderMemory.ofPass(0, 1, 1)).isEqualTo(DecoderMemory.ofPass(0, 1, 2));
  }

  /** A mix of 301 sounds failed with 1,040 MiB at the 161st. */
  @Test
  void eachInputHasThreadsOfItsOwn() {
    assertThat(DecoderMemory.ofPass(0, 301, 2) / MIB).isGreaterThan(2 * 1_040);
  }
}
