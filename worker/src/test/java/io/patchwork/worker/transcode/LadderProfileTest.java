package io.patchwork.worker.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LadderProfileTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1920 | 1080 | 1920x1080 1280x720 640x360",
        "3840 | 2160 | 1920x1080 1280x720 640x360",
        "1080 | 1920 | 1080x1920 720x1280 360x640",
        "854  | 480  | 854x480 640x360",
        "1206 | 2622 | 882x1920 588x1280 294x640",
        "320  | 181  | 320x180",
        "1    | 1    | 2x2",
      })
  void rungsAreThoseBelowTheSourceAndItsOwnSize(int width, int height, String sizes)
      throws Exception {
    LadderProfile profile = LadderProfile.named(null);

    List<FrameSize> fitted =
        profile.fitted(new FrameSize(width, height)).stream()
            .map(LadderProfile.Fitted::size)
            .toList();

    assertThat(fitted.stream().map(size -> size.width() + "x" + size.height()))
        .containsExactly(sizes.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({"web", "hevc", "vp9", "compact"})
  void everyProfileEncodesClosedGroupsOfOneLength(String name) throws Exception {
    LadderProfile profile = LadderProfile.named(name);

    for (LadderProfile.Fitted rung : profile.fitted(new FrameSize(1920, 1080))) {
      List<String> options =
          profile.video().codec().options(profile.video(), rung, FrameRate.of(30_000, 1001));

      assertThat(options).containsSubsequence("-g", "60", "-keyint_min", "60");
    }
  }

  @Test
  void anUnknownProfileIsRefusedWithTheNamesThatThereAre() {
    assertThatThrownBy(() -> LadderProfile.named("4k"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("web, compact, hevc, vp9");
  }

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
