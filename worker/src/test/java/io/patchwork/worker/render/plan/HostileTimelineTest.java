package io.patchwork.worker.render.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.Otio;
import io.patchwork.worker.failure.Failure.Refused;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Timelines that can be read, and what becomes of them. Every asset has 1000 seconds. */
final class HostileTimelineTest {

  private static Timeline vector(String name) throws Exception {
    String file = "/vectors/otio/hostile/" + name + ".otio";
    try (InputStream in = HostileTimelineTest.class.getResourceAsStream(file)) {
      return OtioReader.read(Objects.requireNonNull(in).readAllBytes());
    }
  }

  @Test
  void whatIsDisabledTakesItsTimeAndIsNotSeen() throws Exception {
    RenderPlan plan = TestPlans.plan(vector("disabled_items"));

    assertThat(plan.frames()).isEqualTo(96);
    assertThat(plan.lineage().uses())
        .extracting(use -> use.out().start() + " " + use.out().end())
        .containsExactly("2/1 4/1");
  }

  @Test
  void aDisabledTrackMakesNothingLonger() throws Exception {
    Otio otio = new Otio("24");
    otio.track("Video", otio.clip("asset:a", 0, 24));
    otio.track("Video", otio.clip("asset:a", 0, 96));
    String document = otio.toString();
    int last = document.lastIndexOf("\"kind\"");
    String disabled = document.substring(0, last) + "\"enabled\":false," + document.substring(last);

    RenderPlan plan =
        TestPlans.plan(OtioReader.read(disabled.getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    assertThat(plan.frames()).isEqualTo(24);
  }

  @Test
  void aSpeedOfZeroIsAFreezeAndBelowItRunsBackwardsOverTheSameTime() throws Exception {
    RenderPlan plan = TestPlans.plan(vector("effect_zero_speed"));

    assertThat(plan.frames()).isEqualTo(96);
    // The second clip plays its range from the end.
    assertThat(plan.warnings()).isEmpty();
    assertThat(plan.lineage().uses())
        .extracting(use -> use.source().start() + " " + use.source().end())
        .containsExactly("0/1 0/1", "2/1 0/1");
  }

  @Test
  void aClipWithoutAnyRangeIsAllOfItsMedia() throws Exception {
    RenderPlan plan = TestPlans.plan(vector("no_ranges"));

    assertThat(plan.frames()).isEqualTo(25_000);
    assertThat(plan.rate()).isEqualTo(FrameRate.of(25, 1));
    assertThat(plan.warnings()).singleElement().asString().contains("25 frames a second");
  }

  @Test
  void nothingButAssetsIsOpened() {
    assertThatThrownBy(() -> TestPlans.plan(vector("path_traversal_url")))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(FailureCode.NOT_INGESTED))
        .hasMessageContaining("etc/passwd")
        .hasMessageContaining("169.254.169.254");
  }

  @Test
  void whatTheMediaHoldsCountsAndNotWhatTheTimelineSaysOfIt() throws Exception {
    assertThat(TestPlans.plan(vector("beyond_available")).frames()).isEqualTo(100);
  }
}
