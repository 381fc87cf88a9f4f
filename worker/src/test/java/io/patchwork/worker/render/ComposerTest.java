package io.patchwork.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.TestStreams;
import io.patchwork.worker.render.Edit.Placed;
import io.patchwork.worker.render.SegmentSpec.Moving;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans as values. */
final class ComposerTest {

  private static SourceMedia media(String name) {
    FrameRate rate = FrameRate.of(25, 1);
    VideoStream picture = TestStreams.picture(640, 360, rate, null);
    AudioStream sound = new AudioStream(1, "aac", 44_100, 2, "stereo", RationalTime.ZERO, null);
    return new SourceMedia(
        new Id(name),
        Sha256.of(name),
        "file:///uploads/" + name,
        MediaInfo.of(
            MediaKind.VIDEO,
            "video/mp4",
            "mov",
            RationalTime.ofSeconds(1000, 1),
            List.of(picture),
            List.of(sound)),
        List.of(),
        List.of());
  }

  private static RationalTime frames(long count) {
    return RationalTime.ofFrames(count, FrameRate.of(24, 1));
  }

  private static Placed clip(String name, long at, long length, long from) {
    return new Placed(media(name), frames(at), frames(length), frames(from));
  }

  private static RenderPlan plan(FrameRate rate, RationalTime duration, List<Placed> track)
      throws Exception {
    return Composer.compose(
        new Id("r"),
        Sha256.of("t"),
        new Edit(rate, List.of(track), List.of(track), duration, List.of()),
        RenderProfile.named("preview"),
        "build");
  }

  private static RenderPlan plan(Placed... clips) throws Exception {
    return plan(FrameRate.of(24, 1), clips[clips.length - 1].end(), List.of(clips));
  }

  private static List<String> cuts(RenderPlan plan) {
    return plan.sequence().stream()
        .map(position -> plan.pieces().get(position).spec())
        .map(spec ->
            (spec.picture() instanceof Moving moving ? moving.first() : "-") + "+" + spec.frames())
        .toList();
  }

  @Test
  void boundariesInsideAClipLieOnTheGridOfItsSource() throws Exception {
    // Four seconds of 24 frames are 96: cuts at source frames 96, 192 …
    assertThat(cuts(plan(clip("a", 0, 240, 50)))).containsExactly("50+46", "96+96", "192+98");
  }

  @Test
  void movingAClipChangesNoKey() throws Exception {
    RenderPlan early = plan(clip("a", 0, 240, 50));
    RenderPlan late = plan(clip("b", 0, 100, 0), clip("a", 100, 240, 50));

    assertThat(late.keys())
        .containsAll(early.pieces().stream().map(RenderPlan.Segment::key).toList());
  }

  @Test
  void trimmingAClipChangesOnlyItsFirstSegment() throws Exception {
    RenderPlan whole = plan(clip("a", 0, 400, 0));
    RenderPlan trimmed = plan(clip("a", 0, 380, 20));

    assertThat(
            trimmed.pieces().stream()
                .map(RenderPlan.Segment::key)
                .filter(key -> whole.keys().contains(key)))
        .hasSize(trimmed.pieces().size() - 1);
  }

  @Test
  void aPieceUnderASecondJoinsItsNeighbour() throws Exception {
    assertThat(cuts(plan(clip("a", 0, 110, 85)))).containsExactly("85+110");
    assertThat(cuts(plan(clip("a", 0, 105, 0)))).containsExactly("0+105");
  }

  @Test
  void anythingThatDeterminesPixelsIsInTheKey() throws Exception {
    SegmentSpec spec = plan(clip("a", 0, 48, 0)).pieces().getFirst().spec();
    Moving moving = (Moving) spec.picture();

    assertThat(
            List.of(
                new SegmentSpec(2, spec.encoder(), spec.profile(), spec.rate(), 48, moving).key(),
                new SegmentSpec(1, "other", spec.profile(), spec.rate(), 48, moving).key(),
                new SegmentSpec(
                        1, spec.encoder(), RenderProfile.named("hd"), spec.rate(), 48, moving)
                    .key(),
                new SegmentSpec(1, spec.encoder(), spec.profile(), FrameRate.of(25, 1), 48, moving)
                    .key(),
                new SegmentSpec(1, spec.encoder(), spec.profile(), spec.rate(), 47, moving).key(),
                new SegmentSpec(
                        1,
                        spec.encoder(),
                        spec.profile(),
                        spec.rate(),
                        48,
                        new Moving(moving.sha256(), moving.demuxer(), moving.stream(), 1))
                    .key()))
        .doesNotContain(spec.key())
        .doesNotHaveDuplicates();
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noFrameAndNoSampleIsLostOrDoubled(long seed) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    FrameRate rate =
        List.of(
                FrameRate.of(24, 1),
                FrameRate.of(30000, 1001),
                FrameRate.of(25, 2),
                FrameRate.of(60, 1))
            .get(random.nextInt(4));
    List<Placed> track = new ArrayList<>();
    RationalTime at = RationalTime.ZERO;
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      if (random.nextInt(3) == 0) {
        at = at.plus(RationalTime.ofSeconds(random.nextLong(1, 3000), 997));
      }
      RationalTime length = RationalTime.ofSeconds(random.nextLong(1, 9000), 991);
      track.add(
          new Placed(
              media("m" + random.nextInt(3)),
              at,
              length,
              RationalTime.ofSeconds(random.nextLong(0, 9000), 983)));
      at = at.plus(length);
    }

    RenderPlan plan = plan(rate, at, track);

    long made =
        plan.sequence().stream()
            .mapToLong(position -> plan.pieces().get(position).spec().frames())
            .sum();
    assertThat(made).isEqualTo(plan.frames()).isEqualTo(Math.max(1, at.nearestFrame(rate)));
    assertThat(Coverage.problems(plan.lineage())).isEmpty();
    SoundtrackSpec sound = java.util.Objects.requireNonNull(plan.soundtrack()).spec();
    assertThat(sound.tracks())
        .allSatisfy(pieces ->
            assertThat(pieces.stream().mapToLong(SoundtrackSpec.Piece::samples).sum())
                .isEqualTo(sound.samples()));
    assertThat(plan.pieces()).allSatisfy(piece -> assertThat(piece.spec().frames()).isPositive());
  }
}
