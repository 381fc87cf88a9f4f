package io.patchwork.worker.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.common.config.ConfigurationException;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LadderProfileTest {

  @Test
  void aProfileIsTheSameTextInEachProcess() throws Exception {
    String text = Json.text(LadderProfiles.builtIn().named(null)).toLowerCase(Locale.ROOT);

    assertThat(text).contains("\"packaging\":[\"hls\",\"dash\"]");
  }

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
    LadderProfile profile = LadderProfiles.builtIn().named(null);

    List<FrameSize> fitted =
        profile.video().fitted(new FrameSize(width, height)).stream()
            .map(LadderProfile.Fitted::size)
            .toList();

    assertThat(fitted.stream().map(size -> size.width() + "x" + size.height()))
        .containsExactly(sizes.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({"web", "hdr", "hevc", "vp9", "compact"})
  void everyProfileEncodesClosedGroupsOfOneLength(String name) throws Exception {
    LadderProfile profile = LadderProfiles.builtIn().named(name);

    for (LadderProfile.Fitted rung : profile.video().fitted(new FrameSize(1920, 1080))) {
      List<String> options =
          profile
              .video()
              .coding(rung, FrameRate.of(30_000, 1001), HouseFormat.TransferFunction.SDR)
              .options();

      assertThat(options).containsSubsequence("-g", "60", "-keyint_min", "60");
    }
  }

  @Test
  void anUnknownProfileIsRefusedWithTheNamesThatThereAre() {
    assertThatThrownBy(() -> LadderProfiles.builtIn().named("4k"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("web, hdr, compact, hevc, vp9");
  }

  private static final String OWN =
      """
      [{"name": "tiny", "video": {"codec": "H264", "preset": "veryfast", "gopSeconds": 2,
        "rungs": [{"longSide": 320, "shortSide": 180, "crf": 28, "maxKbps": 300}]},
        "audio": {"codec": "AAC", "kbps": [64], "integratedLufs": -16, "truePeakDb": -1},
        "stills": {"sides": [320], "formats": ["JPEG"]}, "packaging": ["HLS"],
        "progressive": false, "strict": true}]
      """;

  @Test
  void anOperatorHasProfilesOfHisOwn(@TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("profiles.json"), OWN);
    Path instead = Files.writeString(temp.resolve("web.json"), OWN.replace("tiny", "web"));

    LadderProfiles both = LadderProfiles.with(Optional.of(file));

    assertThat(both.named("tiny").video().rungs()).hasSize(1);
    assertThat(both.named(null).video().rungs()).hasSize(3);
    assertThat(LadderProfiles.with(Optional.of(instead)).named(null).video().rungs()).hasSize(1);
  }

  @Test
  void everythingWrongWithThemIsTold(@TempDir Path temp) throws Exception {
    String wrong = OWN.replace("\"H264\"", "\"-vf hack\"").replace("320, \"short", "9, \"short");
    Path file = Files.writeString(temp.resolve("profiles.json"), wrong);
    Path noJson = Files.writeString(temp.resolve("no.json"), "{");

    assertThatThrownBy(() -> LadderProfiles.with(Optional.of(file)))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(2)
                    .allMatch(problem -> problem.startsWith("PATCHWORK_PROFILES is "))
                    .anyMatch(problem -> problem.contains("/0/video/codec"))
                    .anyMatch(problem -> problem.contains("/0/video/rungs/0/longSide")));
    assertThatThrownBy(() -> LadderProfiles.with(Optional.of(noJson)))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> LadderProfiles.with(Optional.of(temp.resolve("none"))))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void ourOwnKeepToTheSchema(@TempDir Path temp) throws Exception {
    Path file = temp.resolve("ours.json");
    try (InputStream ours =
        Objects.requireNonNull(LadderProfiles.class.getResourceAsStream("profiles.json"))) {
      Files.copy(ours, file);
    }

    assertThat(LadderProfiles.with(Optional.of(file)).named("compact").name()).isEqualTo("compact");
  }
}
