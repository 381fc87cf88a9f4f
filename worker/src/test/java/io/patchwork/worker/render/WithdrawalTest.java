package io.patchwork.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.composition.TestTimeline;
import io.patchwork.worker.composition.TimelineResolver;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderPlanBuilder;
import io.patchwork.worker.render.plan.SmartCopy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a withdrawal says would be rendered again, beside a plan of the same timeline with a
 * placeholder in the asset's place.
 */
final class WithdrawalTest {

  private static RenderPlan plan(Otio otio, Set<String> missing) throws Exception {
    Map<Id, SourceMedia> media = new HashMap<>();
    TestTimeline film = new TestTimeline(otio);
    for (String name : List.of("a", "b", "c", "d")) {
      film.video(name, TestPicture.of(640, 360).lasting(100, 25).stream());
    }
    for (String name : List.of("a", "b", "c", "d")) {
      if (!missing.contains(name)) {
        media.put(new Id(name), film.catalog().find(new Id(name)).orElseThrow());
      }
    }
    ResolvedTimeline resolved =
        TimelineResolver.resolve(
            OtioReader.read(otio.bytes()), asset -> Optional.ofNullable(media.get(asset)), true);
    Map<Media, Media> slates = new HashMap<>();
    for (Media each : resolved.visibleMedia()) {
      if (each instanceof Media.PendingTitle) {
        slates.put(each, new Media.Generated(new LayerContent.SolidColour("#123456")));
      }
    }
    return RenderPlanBuilder.build(
            new Id("film"),
            Sha256.of("timeline"),
            resolved.with(slates, List.of()),
            Ancestors.NONE,
            RenderProfiles.named("preview"),
            "build",
            SmartCopy.nothing())
        .plan();
  }

  /** A segment at its place. */
  private record Placed(long first, long frames, Sha256 key) {}

  private static List<Placed> segments(RenderPlan plan) {
    List<Placed> placed = new ArrayList<>();
    long first = 0;
    for (int place : plan.sequence()) {
      RenderPlan.Segment segment = plan.segments().get(place);
      placed.add(new Placed(first, segment.frames(), segment.key()));
      first += segment.frames();
    }
    return placed;
  }

  private static Otio timeline(String kind) {
    Otio otio = new Otio("25");
    String half = "\"rectangle\":{\"x\":0,\"y\":0,\"width\":0.5,\"height\":1}";
    return switch (kind) {
      case "cuts" ->
          otio.track(
              "Video",
              otio.clip("asset:a", 0, 100),
              otio.clip("asset:b", 0, 100),
              otio.clip("asset:c", 0, 100),
              otio.clip("asset:b", 200, 50),
              otio.clip("asset:d", 0, 100));
      case "half covered" ->
          otio.track("Video", otio.clip("asset:b", 0, 300))
              .track("Video", otio.gap(100), otio.clip("asset:c", 0, 100, "", half));
      case "wholly covered" ->
          otio.track(
                  "Video",
                  otio.clip("asset:a", 0, 100),
                  otio.clip("asset:b", 0, 100),
                  otio.clip("asset:a", 100, 100))
              .track("Video", otio.gap(50), otio.clip("asset:c", 0, 200));
      case "dissolve" ->
          otio.track(
              "Video",
              otio.clip("asset:a", 0, 100),
              otio.transition(12, 12),
              otio.clip("asset:b", 50, 100),
              otio.transition(12, 12),
              otio.clip("asset:c", 50, 200));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuts", "half covered", "wholly covered", "dissolve"})
  void theSegmentsWhoseKeysChangeAreNamed(String kind) throws Exception {
    RenderPlan whole = plan(timeline(kind), Set.of());
    RenderPlan without = plan(timeline(kind), Set.of("b"));
    List<Placed> before = segments(whole);
    Set<Placed> after = Set.copyOf(segments(without));
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (!after.contains(before.get(i))) {
        changed.add(i);
      }
    }

    assertThat(
            Withdrawal.changed(
                whole, whole.lineage(), Set.of(new AssetContent(new Id("b"), Sha256.of("b")))))
        .isEqualTo(changed);
    assertThat(changed.isEmpty()).isEqualTo(kind.equals("wholly covered"));
  }
}
