package io.patchwork.worker.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Coverage;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.manifest.AlphaTrack;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.schema.timeline.Title;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.attribution.AlphaMeasurements;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.Shot;
import io.patchwork.worker.composition.TestTimeline;
import io.patchwork.worker.composition.TimelineResolver;
import io.patchwork.worker.render.RenderProfiles;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans as values. */
final class RenderPlanBuilderTest {

  /** One track of clips at 24 frames a second. */
  private static RenderPlan plan(String... clips) throws Exception {
    return TestPlans.plan(new Otio("24").track("Video", clips).track("Audio", clips));
  }

  private static String clip(String name, long from, long length) {
    return new Otio("24").clip("asset:" + name, from, length);
  }

  private static List<String> cuts(RenderPlan plan) {
    return plan.sequence().stream()
        .map(position -> (SegmentSpec) plan.segments().get(position).content())
        .map(spec -> {
          LayerContent first = spec.shots().getFirst().layers().getFirst().content();
          return ((LayerContent.Video) first).retime().first().floor() + "+" + spec.frames();
        })
        .toList();
  }

  @Test
  void boundariesInsideAClipLieOnTheGridOfItsSource() throws Exception {
    // Four seconds of 24 frames are 96: cuts at source frames 96, 192 …
    assertThat(cuts(plan(clip("a", 50, 240)))).containsExactly("50+46", "96+96", "192+98");
  }

  @Test
  void movingAClipChangesNoKey() throws Exception {
    RenderPlan early = plan(clip("a", 50, 240));
    RenderPlan late = plan(clip("b", 0, 100), clip("a", 50, 240));

    assertThat(late.keys())
        .containsAll(early.segments().stream().map(RenderPlan.Segment::key).toList());
  }

  @Test
  void trimmingAClipChangesOnlyItsFirstSegment() throws Exception {
    RenderPlan whole = plan(clip("a", 0, 400));
    RenderPlan trimmed = plan(clip("a", 20, 380));

    assertThat(
            trimmed.segments().stream()
                .map(RenderPlan.Segment::key)
                .filter(key -> whole.keys().contains(key)))
        .hasSize(trimmed.segments().size() - 1);
  }

  @Test
  void aPieceUnderASecondJoinsItsNeighbour() throws Exception {
    assertThat(cuts(plan(clip("a", 85, 110)))).containsExactly("85+110");
    assertThat(cuts(plan(clip("a", 0, 105)))).containsExactly("0+105");
  }

  private static SegmentSpec first(RenderPlan plan) {
    return (SegmentSpec) plan.segments().getFirst().content();
  }

  private static VideoCoding coding(String profile, int rate) throws Exception {
    return ((RenderProfile.Visual) RenderProfiles.named(profile))
        .video()
        .coding(FrameRate.of(rate, 1));
  }

  @Test
  void anythingThatDeterminesPixelsIsInTheKey() throws Exception {
    SegmentSpec spec = first(plan(clip("a", 0, 48)));
    Shot shot = spec.shots().getFirst();
    Shot shorter = new Shot(47, shot.layers());
    Shot later = first(plan(clip("a", 1, 48))).shots().getFirst();
    Shot twice = new Shot(48, List.of(shot.layers().getFirst(), shot.layers().getFirst()));

    assertThat(
            Stream.of(
                    spec,
                    new SegmentSpec(0, "build", spec.coding(), spec.shots()),
                    new SegmentSpec(3, "other", spec.coding(), spec.shots()),
                    new SegmentSpec(3, "build", coding("hd", 24), spec.shots()),
                    new SegmentSpec(3, "build", coding("preview", 25), spec.shots()),
                    new SegmentSpec(3, "build", spec.coding(), List.of(shorter)),
                    new SegmentSpec(3, "build", spec.coding(), List.of(later)),
                    new SegmentSpec(3, "build", spec.coding(), List.of(twice)))
                .map(SegmentSpec::key))
        .doesNotHaveDuplicates();
  }

  @Test
  void whosePictureItIsIsNotInTheKey() throws Exception {
    RenderPlan one = plan(clip("same-one", 0, 48));
    RenderPlan other = plan(clip("same-other", 0, 48));

    assertThat(one.segments().getFirst().key()).isEqualTo(other.segments().getFirst().key());
    assertThat(one.segments().getFirst().content().assets()).containsExactly(new Id("same-one"));
    assertThat(one.revision()).isNotEqualTo(other.revision());
  }

  /** So a lineage that is worked out in another way is stored, and the old one is not served. */
  @Test
  void anotherLineageOfTheSameSegmentsIsAnotherRevision() throws Exception {
    Otio otio = new Otio("25");
    ResolvedTimeline film =
        new TestTimeline(otio.track("Video", otio.clip("asset:logo", 0, 25)))
            .video("logo", TestPicture.of(320, 180).codec("qtrle").pixels("argb").stream())
            .edit();
    byte[] alpha = new byte[320 * 180];
    AlphaTrack track =
        new AlphaTrack(
            AlphaTrack.FORMAT,
            Sha256.of("logo"),
            320,
            180,
            AlphaGrid.COLUMNS,
            AlphaGrid.ROWS,
            FrameRate.of(25, 1),
            1,
            List.of(new AlphaTrack.Entry(0, AlphaGrid.of(320, 180, alpha).sums())));
    AlphaMeasurements measured =
        new AlphaMeasurements(
            Map.of(Sha256.of("logo"), new AlphaMeasurements.OfAsset(track, Sha256.of("document"))),
            Map.of());

    RenderPlan before = planned(film, AlphaMeasurements.NONE);
    RenderPlan after = planned(film, measured);

    assertThat(after.keys()).isEqualTo(before.keys());
    assertThat(after.lineage().uses()).isNotEqualTo(before.lineage().uses());
    assertThat(after.revision()).isNotEqualTo(before.revision());
  }

  private static RenderPlan planned(ResolvedTimeline film, AlphaMeasurements alpha)
      throws Exception {
    return RenderPlanBuilder.build(
            new Id("film"),
            Sha256.of("timeline"),
            film,
            new MeasuredTimeline(film, alpha),
            Ancestors.NONE,
            RenderProfiles.named("preview"),
            "build",
            SmartCopy.nothing())
        .plan();
  }

  @Test
  void aPlanIsReadAsItWasWritten() throws Exception {
    Otio otio = new Otio("24");
    otio.track(
        "Video",
        otio.clip("asset:a", 0, 48, Otio.speed("0.5"), "\"opacity\":0.5,\"fit\":\"cover\""),
        otio.transition(6, 6, "\"kind\":\"wipe-left\""),
        otio.clip("asset:b", 30, 48),
        otio.generator("SMPTEBars", "", 20));

    RenderPlan plan = TestPlans.plan(otio);

    assertThat(Json.read(Json.bytes(plan), RenderPlan.class)).isEqualTo(plan);
  }

  @Test
  void aTransitionIsMadeWithTheClipThatComes() throws Exception {
    Otio otio = new Otio("24");
    otio.track(
        "Video",
        otio.clip("asset:a", 24, 72),
        otio.transition(6, 6),
        otio.clip("asset:b", 24, 72),
        otio.transition(6, 6),
        otio.clip("asset:c", 24, 72));
    Otio changed = new Otio("24");
    changed.track(
        "Video",
        changed.clip("asset:a", 24, 72),
        changed.transition(6, 6),
        changed.clip("asset:b", 24, 72),
        changed.transition(6, 6),
        changed.clip("asset:x", 24, 72));

    RenderPlan plan = TestPlans.plan(otio);
    List<Sha256> keys = new ArrayList<>(plan.keys());
    keys.removeAll(TestPlans.plan(changed).keys());

    assertThat(plan.segments().stream().map(segment -> segment.frames()))
        .containsExactly(66L, 72L, 78L);
    assertThat(plan.segments().stream().map(segment -> segment.content().assets().toString()))
        .containsExactly("[a]", "[a, b]", "[b, c]");
    // One segment of three: the sound track is not among them.
    assertThat(keys).hasSize(1);
  }

  @Test
  void whatIsNotDoneToANestedTimelineIsSaid() throws Exception {
    Otio otio = new Otio("24");
    String inner = Otio.nested("Track", "null", "", "", otio.clip("asset:a", 0, 48));
    otio.track("Video", Otio.nested("Stack", "null", "", "\"crop\":{\"left\":0.5}", inner));

    assertThat(TestPlans.plan(otio).warnings())
        .containsExactly(
            "The fit, crop and zoom of Video track 1, item 1 \"nested\" at 0:00:00.000 are not"
                + " rendered; set them on the clips in it instead.");
  }

  /** A timeline whose clips are colours, one a name. */
  private static List<Sha256> colours(String vector) throws Exception {
    try (InputStream in =
        RenderPlanBuilderTest.class.getResourceAsStream("/vectors/otio/" + vector)) {
      ResolvedTimeline edit =
          TimelineResolver.resolve(
              OtioReader.read(Objects.requireNonNull(in).readAllBytes()),
              asset -> Optional.empty(),
              true);
      Map<Media, Media> colours = new HashMap<>();
      for (Media media : edit.media()) {
        if (media instanceof Media.PendingTitle(Title slate, var _)) {
          String colour = "#" + Sha256.of(slate.text()).hex().substring(0, 6);
          colours.put(media, new Media.Generated(new LayerContent.SolidColour(colour)));
        }
      }
      RenderPlan plan =
          RenderPlanBuilder.build(
                  new Id("film"),
                  Sha256.of("timeline"),
                  edit.with(colours, List.of()),
                  Ancestors.NONE,
                  RenderProfiles.named("preview"),
                  "build",
                  SmartCopy.nothing())
              .plan();
      return plan.sequence().stream().map(place -> plan.segments().get(place).key()).toList();
    }
  }

  @Test
  void tracksOverEachOtherLookAsOpenTimelineIoFlattensThem() throws Exception {
    assertThat(colours("multitrack.otio"))
        .isEqualTo(colours("preflattened.otio"))
        .hasSizeGreaterThan(6);
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
    String ticks = "991";
    Otio otio = new Otio(ticks);
    List<String> items = new ArrayList<>();
    long length = 0;
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      if (random.nextInt(3) == 0) {
        long gap = random.nextLong(1, 3000);
        items.add(otio.gap(gap));
        length += gap;
      }
      long frames = random.nextLong(1, 9000);
      items.add(otio.clip("asset:m" + random.nextInt(3), random.nextLong(0, 9000), frames));
      length += frames;
    }
    otio.track("Video", items.toArray(String[]::new));
    otio.track("Audio", items.toArray(String[]::new));
    RationalTime end = RationalTime.ofSeconds(length, 991);

    Timeline read = OtioReader.read(otio.bytes());
    RenderPlan plan = TestPlans.plan(read.at(rate));

    long made =
        plan.sequence().stream()
            .mapToLong(position -> plan.segments().get(position).frames())
            .sum();
    assertThat(made).isEqualTo(plan.frames()).isEqualTo(Math.max(1, end.nearestFrame(rate)));
    assertThat(Coverage.problems(plan.lineage())).isEmpty();
    MixSpec audio = Objects.requireNonNull(plan.soundtrack()).spec().mix();
    assertThat(audio.tracks()).hasSize(1);
    assertThat(audio.tracks().getFirst())
        .allSatisfy(segment -> assertThat(segment.samples()).isPositive());
    long last = end.nearestSample(MixSpec.SAMPLE_RATE);
    assertThat(audio.tracks().getFirst().getLast().end())
        .isEqualTo(Math.min(last, audio.samples()));
    assertThat(plan.segments()).allSatisfy(segment -> assertThat(segment.frames()).isPositive());
  }
}
