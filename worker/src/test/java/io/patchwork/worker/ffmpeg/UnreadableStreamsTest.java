package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Refused;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnreadableStreamsTest {

  @ParameterizedTest
  @CsvSource({
    "is invalid",
    "'exceeds specified max pixel count 134217728, see the documentation if you wish'"
  })
  void aPictureWithTooManyPixelsIsTooLargeAndNotDamaged(String why) {
    String said = "[IMGUTILS @ 0x7ffc] Picture size 65535x65535 " + why + "\n";

    assertThatThrownBy(() -> UnreadableStreams.checkSize(said))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(FailureCode.TOO_LARGE);
              assertThat(refused.sentence())
                  .isEqualTo(
                      "The picture is 65535 × 65535 pixels large; at most 134 million pixels can be"
                          + " taken. Export it smaller.");
            });
    assertThatCode(() -> UnreadableStreams.checkSize("Invalid PNG signature"))
        .doesNotThrowAnyException();
  }
}
