package io.patchwork.worker.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.worker.Otio;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.composition.TestSource;
import io.patchwork.worker.composition.TimelineResolver;
import io.patchwork.worker.render.RenderProfiles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SmartCopyTest {

  private static final FrameRate RATE = FrameRate.of(25, 1);
  private static final Sha256 SETS = Sha256.of("sets");

  /** A rendition as the preview is encoded: of 1000 seconds, in groups of two. */
  private static Artifact rung(int width, FrameRate rate, long gop, int quality, Sha256 sets) {
    return new Artifact(
        ArtifactRole.VARIANT,
        "assets/a/rung.mp4",
        Sha256.of("rung"),
        1,
        "video/mp4",
        width,
        360,
        RationalTime.ofSeconds(1000, 1),
        25_000L,
        new Artifact.Coding("H264", rate, gop, quality, sets));
  }

  private static final Artifact ALIKE = rung(640, RATE, 50, 28, SETS);

  private static List<String> segments(Otio otio, Artifact rung) throws Exception {
    ResolvedTimeline edit =
        TimelineResolver.resolve(
            OtioReader.read(otio.bytes()), asset -> Optional.of(media(asset, rung)), false);
    return segments(edit);
  }

  private static List<String> segments(ResolvedTimeline edit) throws Exception {
    RenderProfile.Film preview = (RenderProfile.Film) RenderProfiles.named("preview");
    SmartCopy copying =
        SmartCopy.of(edit, preview.video().coding(RATE), any -> true, coding -> SETS);
    RenderPlan plan =
        RenderPlanBuilder.build(
                new Id("film"),
                Sha256.of("timeline"),
                edit,
                Ancestors.NONE,
                preview,
                "build",
                copying)
            .plan();
    return plan.sequence().stream()
        .map(place -> plan.segments().get(place))
        .map(segment ->
            switch (segment.content()) {
              case CopiedGops gops -> "copied " + gops.first() + "+" + gops.frames();
              case SegmentSpec spec -> "made " + spec.frames();
            })
        .toList();
  }

  private static SourceMedia media(Id asset, Artifact rung) {
    SourceMedia media = TestPlans.media(asset.value());
    return TestSource.of(asset.value(), asset.value().replaceAll("-.*", ""), media.info(), rung);
  }

  private static Otio film(String... items) {
    return new Otio("25").track("Video", items);
  }

  private static String clip(long from, long length) {
    return new Otio("25").clip("asset:a", from, length);
  }

  @Test
  void wholeGroupsAreCopiedAndTheRestIsMade() throws Exception {
    assertThat(segments(film(clip(20, 300)), ALIKE))
        .containsExactly("made 30", "copied 50+250", "made 20");
    assertThat(segments(film(clip(100, 100), clip(0, 50)), ALIKE))
        .containsExactly("copied 100+100", "copied 0+50");
  }

  @Test
  void whatIsLeftOfTwoClipsIsMadeTogether() throws Exception {
    assertThat(segments(film(clip(50, 60), clip(140, 60)), ALIKE))
        .containsExactly("copied 50+50", "made 20", "copied 150+50");
    assertThat(segments(film(clip(50, 90), clip(110, 90)), ALIKE))
        .containsExactly("copied 50+50", "made 80", "copied 150+50");
  }

  @Test
  void theLastGroupOfARenditionIsWhole() throws Exception {
    assertThat(segments(film(clip(24_990, 10)), rung(640, RATE, 49, 28, SETS)))
        .containsExactly("made 10");
    assertThat(segments(film(clip(24_940, 60)), ALIKE))
        .containsExactly("made 10", "copied 24950+50");
  }

  @Test
  void whereTheEdgeStandsForLongPiecesStayShort() throws Exception {
    ResolvedTimeline edit =
        TimelineResolver.resolve(
            OtioReader.read(film(clip(24_900, 400)).bytes()),
            asset -> Optional.of(media(asset, ALIKE)),
            true);

    assertThat(segments(edit))
        .containsExactly("copied 24900+100", "made 100", "made 100", "made 100");
  }

  @ParameterizedTest
  @CsvSource({
    "638, 25, 50, 28, sets",
    "640, 24, 50, 28, sets",
    "640, 25, 48, 28, sets",
    "640, 25, 50, 29, sets",
    "640, 25, 50, 28, other"
  })
  void nothingIsCopiedOfWhatIsEncodedOtherwise(
      int width, int rate, long gop, int quality, String sets) throws Exception {
    Artifact other = rung(width, FrameRate.of(rate, 1), gop, quality, Sha256.of(sets));

    assertThat(segments(film(clip(0, 100)), other)).containsExactly("made 100");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"opacity\": 0.5",
        "\"rectangle\": {\"x\": 0, \"y\": 0, \"width\": 0.5, \"height\": 0.5}",
        "\"crop\": {\"left\": 0.1}",
        "\"colour\": {\"gamma\": 2}",
        "\"fadeIn\": 4"
      })
  void nothingIsCopiedOfWhatSomethingIsDoneTo(String treatment) throws Exception {
    String treated = new Otio("25").clip("asset:a", 0, 100, "", treatment);

    assertThat(segments(film(treated), ALIKE)).containsExactly("made 100");
  }

  @Test
  void noFramesOfAnotherSpeedAreCopied() throws Exception {
    String slow = new Otio("25").clip("asset:a", 0, 100, Otio.speed("0.5"), "");

    assertThat(segments(film(slow), ALIKE)).containsExactly("made 100");
  }
}
