package io.patchwork.worker.attribution.absence;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.attribution.Ancestors;
import io.patchwork.worker.attribution.Attribution;
import io.patchwork.worker.attribution.TestLineage;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.composition.ClipPlaces;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.TestTimeline;
import io.patchwork.worker.composition.TimelineResolver;
import io.patchwork.worker.render.RenderProfiles;
import io.patchwork.worker.render.plan.RenderPlanBuilder;
import io.patchwork.worker.render.plan.SmartCopy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Why something is not seen or heard, and where: times in frames of 25 a second. */
final class AbsencesTest {

  private static final Otio OTIO = new Otio("25");

  private final Map<String, Mosaic> films = new HashMap<>();
  private String profile = "preview";
  private @Nullable RationalTime from;
  private @Nullable RationalTime to;

  private static String off(String item) {
    return item.replaceFirst("\\{", "{\"enabled\":false,");
  }

  private static Otio offTrack(String kind, String item, Otio otio) {
    String track = new Otio("25").track(kind, item).toString();
    String only = track.substring(track.indexOf("\"children\":[") + 12, track.length() - 3);
    return otio.raw(off(only));
  }

  private TestTimeline media(Otio otio) {
    TestTimeline film = new TestTimeline(otio);
    for (String name : List.of("a", "b", "c", "r")) {
      film.video(name, TestPicture.of(640, 360).lasting(100, 25).stream());
    }
    return film.audio("s", "audio/wav", TestTimeline.stereo(0, 48_000), 2)
        .audio("t", "audio/wav", TestTimeline.stereo(0, 48_000), 100);
  }

  private Ancestors ancestors() {
    Map<Sha256, Mosaic> contents = new HashMap<>();
    films.forEach((name, film) -> contents.put(Sha256.of(name), film));
    return new Ancestors() {
      @Override
      public Set<Sha256> films() {
        return contents.keySet();
      }

      @Override
      public Optional<Mosaic> film(Sha256 content) {
        return Optional.ofNullable(contents.get(content));
      }

      @Override
      public Credit credit(AssetContent content) {
        return new Credit(content.asset(), content.sha256(), List.of(), List.of());
      }
    };
  }

  private Attribution attribution(Otio otio) throws Exception {
    TestTimeline film = media(otio);
    ResolvedTimeline resolved =
        TimelineResolver.resolve(
            OtioReader.read(otio.bytes()), film.catalog(), false, whole -> whole.between(from, to));
    return RenderPlanBuilder.build(
            new Id("film"),
            Sha256.of("timeline"),
            resolved,
            ancestors(),
            RenderProfiles.named(profile),
            "build",
            SmartCopy.nothing())
        .attribution();
  }

  private Evidence evidence(Otio otio) throws Exception {
    Attribution attribution = attribution(otio);
    Lineage lineage = attribution.lineage();
    Timeline document = OtioReader.read(otio.bytes());
    Map<Id, Mosaic> inside = new HashMap<>();
    films.forEach((name, film) -> inside.put(new Id(name), film));
    return new Evidence(
        lineage,
        ClipPlaces.of(
                document,
                media(otio).catalog(),
                Objects.requireNonNull(lineage.timelineRange()),
                lineage.duration(),
                lineage.frameRate(),
                lineage.sampleRate() != 0)
            .orElseThrow(),
        document.additionalCredits().influences(),
        attribution.film(),
        inside);
  }

  private List<Absence> absences(Otio otio) throws Exception {
    return Absences.of(evidence(otio));
  }

  private static Interval frames(long from, long to) {
    return new Interval(RationalTime.ofSeconds(from, 25), RationalTime.ofSeconds(to, 25));
  }

  private static Absence absence(
      String asset, Medium medium, Reason reason, @Nullable Interval out) {
    return new Absence(new Id(asset), medium, reason, out, null);
  }

  private static Absence inside(
      String asset, Medium medium, Reason reason, @Nullable Interval out, Interval range) {
    return new Absence(new Id(asset), medium, reason, out, new Absence.Inside(new Id("r"), range));
  }

  /** A film of its own, which others use. */
  private void render(Otio otio) throws Exception {
    films.put("r", attribution(otio).composed());
  }

  @Test
  void whatIsUnderAnotherPictureIsCovered() throws Exception {
    Otio otio =
        new Otio("25")
            .track("Video", OTIO.clip("asset:a", 0, 50))
            .track("Video", OTIO.gap(10), OTIO.clip("asset:b", 0, 25));

    assertThat(absences(otio))
        .containsExactly(absence("a", Medium.VIDEO, Reason.COVERED, frames(10, 35)));
  }

  @Test
  void whatHasNoOpacityIsTransparent() throws Exception {
    Otio otio =
        new Otio("25")
            .track("Video", OTIO.clip("asset:a", 0, 50))
            .track("Video", OTIO.gap(5), OTIO.clip("asset:b", 0, 25, "", "\"opacity\":0"));

    assertThat(absences(otio))
        .containsExactly(absence("b", Medium.VIDEO, Reason.TRANSPARENT, frames(5, 30)));
  }

  @Test
  void whatHasNoGainIsMuted() throws Exception {
    Otio otio =
        new Otio("25")
            .track("Video", OTIO.clip("asset:a", 0, 50))
            .track(
                "Audio", OTIO.clip("asset:t", 0, 20), OTIO.clip("asset:s", 0, 7, "", "\"gain\":0"));

    assertThat(absences(otio))
        .containsExactly(absence("s", Medium.AUDIO, Reason.MUTED, frames(20, 27)));
  }

  @Test
  void aDisabledItemIsSaidToBeOne() throws Exception {
    Otio otio =
        new Otio("25")
            .track(
                "Video",
                OTIO.clip("asset:a", 0, 50),
                off(OTIO.clip("asset:b", 0, 8)),
                OTIO.clip("asset:a", 60, 12));

    assertThat(absences(otio))
        .containsExactly(absence("b", Medium.VIDEO, Reason.DISABLED_ITEM, frames(50, 58)));
  }

  @Test
  void aDisabledTrackIsSaidToBeOneAndMakesTheFilmNoLonger() throws Exception {
    Otio otio = new Otio("25").track("Video", OTIO.clip("asset:a", 0, 50));

    assertThat(absences(offTrack("Video", OTIO.clip("asset:b", 0, 40), otio)))
        .containsExactly(absence("b", Medium.VIDEO, Reason.DISABLED_TRACK, frames(0, 40)));
  }

  @Test
  void whatIsBesideTheFrameIsOutsideOfIt() throws Exception {
    String right = "\"rectangle\":{\"x\":1.25,\"y\":0,\"width\":0.5,\"height\":0.5}";
    Otio otio =
        new Otio("25")
            .track("Video", OTIO.clip("asset:a", 0, 50))
            .track("Video", OTIO.gap(3), OTIO.clip("asset:b", 0, 25, "", right));

    assertThat(absences(otio))
        .containsExactly(absence("b", Medium.VIDEO, Reason.OUTSIDE_OF_FRAME, frames(3, 28)));
  }

  @Test
  void whatIsBeforeAndBehindTheRenderedPartIsOutOfRange() throws Exception {
    from = RationalTime.ofSeconds(20, 25);
    to = RationalTime.ofSeconds(60, 25);
    Otio otio =
        new Otio("25")
            .track(
                "Video",
                OTIO.clip("asset:a", 0, 30),
                OTIO.clip("asset:b", 0, 50),
                OTIO.clip("asset:c", 0, 10));

    assertThat(absences(otio))
        .containsExactly(
            absence("a", Medium.VIDEO, Reason.OUT_OF_RANGE, frames(-20, 0)),
            absence("b", Medium.VIDEO, Reason.OUT_OF_RANGE, frames(40, 60)),
            absence("c", Medium.VIDEO, Reason.OUT_OF_RANGE, frames(60, 70)));
  }

  @Test
  void whatNoFrameFallsOnIsUnderAFrame() throws Exception {
    Otio otio =
        new Otio("25")
            .track(
                "Video",
                OTIO.clip("asset:a", 0, 20),
                new Otio("250").clip("asset:b", 0, 2),
                OTIO.clip("asset:c", 0, 10));

    assertThat(absences(otio))
        .containsExactly(
            absence(
                "b",
                Medium.VIDEO,
                Reason.UNDER_A_FRAME,
                new Interval(RationalTime.ofSeconds(200, 250), RationalTime.ofSeconds(202, 250))));
  }

  @Test
  void aFrameThatTheFilmJumpsOverIsSkipped() throws Exception {
    render(
        new Otio("25")
            .track(
                "Video",
                OTIO.clip("asset:a", 0, 25),
                OTIO.clip("asset:b", 0, 1),
                OTIO.clip("asset:a", 50, 24)));

    assertThat(
            absences(
                new Otio("25").track("Video", OTIO.clip("asset:r", 0, 25, Otio.speed("2"), ""))))
        .containsExactly(
            inside(
                "b",
                Medium.VIDEO,
                Reason.SKIPPED,
                new Interval(RationalTime.ofSeconds(25, 50), RationalTime.ofSeconds(26, 50)),
                frames(25, 26)));
  }

  @Test
  void thePartOfARenderThatIsNotUsedIsCutAway() throws Exception {
    render(new Otio("25").track("Video", OTIO.clip("asset:a", 0, 50), OTIO.clip("asset:b", 0, 50)));

    assertThat(absences(new Otio("25").track("Video", OTIO.clip("asset:r", 30, 30))))
        .containsExactly(
            inside("a", Medium.VIDEO, Reason.CUT_AWAY, null, frames(0, 30)),
            inside("b", Medium.VIDEO, Reason.CUT_AWAY, null, frames(60, 100)));
  }

  @Test
  void thePartOfANestedTimelineThatIsNotUsedIsCutAwayToo() throws Exception {
    Otio otio =
        new Otio("25")
            .track(
                "Video",
                OTIO.clip("asset:c", 0, 40),
                Otio.nested(
                    "Track",
                    OTIO.range(10, 15),
                    "",
                    "",
                    OTIO.clip("asset:a", 0, 20),
                    OTIO.clip("asset:b", 0, 20)));

    assertThat(absences(otio))
        .containsExactly(
            absence("a", Medium.VIDEO, Reason.CUT_AWAY, frames(30, 40)),
            absence("b", Medium.VIDEO, Reason.CUT_AWAY, frames(55, 70)));
  }

  @Test
  void aSoundThatStandsStillIsNotHeard() throws Exception {
    Otio otio =
        new Otio("25")
            .track("Video", OTIO.clip("asset:a", 0, 50))
            .track(
                "Audio",
                OTIO.clip("asset:t", 0, 10),
                OTIO.clip("asset:s", 0, 15, Otio.speed("0"), ""));

    assertThat(absences(otio))
        .containsExactly(absence("s", Medium.AUDIO, Reason.WITHOUT_SOUND, frames(10, 25)));
  }

  @Test
  void aClipThatOutlastsItsSoundIsBeyondIt() throws Exception {
    Otio otio =
        new Otio("25")
            .track("Video", OTIO.clip("asset:a", 0, 60))
            .track(
                "Audio",
                OTIO.clip("asset:t", 0, 5),
                OTIO.clip("asset:s", 0, 50, Otio.speed("2"), ""));

    assertThat(absences(otio))
        .containsExactly(absence("s", Medium.AUDIO, Reason.BEYOND_ITS_MEDIA, frames(30, 55)));
  }

  @Test
  void aSongHasNoPictures() throws Exception {
    profile = "flac";
    Otio otio =
        new Otio("25")
            .track("Video", OTIO.gap(5), OTIO.clip("asset:a", 0, 20))
            .track("Audio", OTIO.clip("asset:t", 0, 25));

    assertThat(absences(otio))
        .containsExactly(absence("a", Medium.VIDEO, Reason.NOT_IN_OUTPUT, frames(5, 25)));
  }

  @Test
  void anInfluenceIsOnlyDeclared() throws Exception {
    Evidence film = evidence(new Otio("25").track("Video", OTIO.clip("asset:a", 0, 50)));
    Evidence influenced =
        new Evidence(
            film.lineage(), film.places(), List.of(new Id("b"), new Id("a")), null, Map.of());

    assertThat(Absences.of(influenced))
        .containsExactly(new Absence(new Id("b"), null, Reason.DECLARED_ONLY, null, null));
  }

  @Test
  void whatIsNowhereIsNeverUsed() throws Exception {
    Evidence film = evidence(new Otio("25").track("Video", OTIO.clip("asset:a", 0, 50)));

    assertThat(Absences.of(film, Absences.of(film), Set.of(new Id("a"), new Id("z"))))
        .containsExactly(new Absence(new Id("z"), null, Reason.NEVER_USED, null, null));
  }

  @Test
  void withoutItsTimelineNobodyCanTellWhy() throws Exception {
    Evidence film = evidence(new Otio("25").track("Video", OTIO.clip("asset:a", 0, 50)));
    Evidence bare = new Evidence(film.lineage(), null, List.of(), null, Map.of());

    assertThat(Absences.of(bare, Absences.of(bare), Set.of(new Id("z"))))
        .containsExactly(new Absence(new Id("z"), null, Reason.UNKNOWN, null, null));
  }

  @Test
  void halfOfARenderCanBeCoveredAndOneOfTwoPeopleWithIt() throws Exception {
    String left = "\"fit\":\"cover\",\"rectangle\":{\"x\":0,\"y\":0,\"width\":0.5,\"height\":1}";
    String right = "\"fit\":\"cover\",\"rectangle\":{\"x\":0.5,\"y\":0,\"width\":0.5,\"height\":1}";
    render(
        new Otio("25")
            .track("Video", OTIO.clip("asset:a", 0, 50, "", left))
            .track("Video", OTIO.clip("asset:b", 0, 50, "", right)));

    assertThat(
            absences(
                new Otio("25")
                    .track("Video", OTIO.clip("asset:r", 0, 50))
                    .track("Video", OTIO.gap(10), OTIO.clip("asset:c", 0, 20, "", left))))
        .containsExactly(inside("a", Medium.VIDEO, Reason.COVERED, frames(10, 30), frames(10, 30)));
  }

  @Test
  void aRenderThatIsCoveredCoversAllThatIsInIt() throws Exception {
    render(new Otio("25").track("Video", OTIO.clip("asset:a", 0, 50)));

    assertThat(
            absences(
                new Otio("25")
                    .track("Video", OTIO.clip("asset:r", 10, 20))
                    .track("Video", OTIO.clip("asset:c", 0, 20))))
        .containsExactly(
            inside("a", Medium.VIDEO, Reason.COVERED, frames(0, 20), frames(10, 30)),
            inside("a", Medium.VIDEO, Reason.CUT_AWAY, null, frames(0, 10)),
            inside("a", Medium.VIDEO, Reason.CUT_AWAY, null, frames(30, 50)),
            absence("r", Medium.VIDEO, Reason.COVERED, frames(0, 20)));
  }

  @Test
  void aCutInTheFilmMakesNothingSkipped() throws Exception {
    render(
        new Otio("25")
            .track(
                "Video",
                OTIO.clip("asset:a", 0, 19),
                OTIO.clip("asset:b", 0, 2),
                OTIO.clip("asset:a", 50, 29)));

    assertThat(
            absences(
                new Otio("25")
                    .track("Video", OTIO.clip("asset:r", 0, 25, Otio.speed("2"), ""))
                    .track("Video", OTIO.gap(10), OTIO.clip("asset:c", 0, 5))))
        .containsExactly(
            inside("a", Medium.VIDEO, Reason.COVERED, frames(11, 15), frames(21, 30)),
            inside("b", Medium.VIDEO, Reason.COVERED, frames(10, 11), frames(20, 21)),
            absence("r", Medium.VIDEO, Reason.COVERED, frames(10, 15)));
  }

  @Test
  void aRangeIsOneThoughItsUseIsCutIntoSeveral() throws Exception {
    render(new Otio("25").track("Video", OTIO.clip("asset:a", 0, 50)));

    assertThat(
            absences(
                new Otio("25")
                    .track("Video", OTIO.clip("asset:r", 0, 50))
                    .track("Video", OTIO.clip("asset:c", 0, 20), OTIO.clip("asset:b", 0, 30))))
        .containsExactly(
            inside("a", Medium.VIDEO, Reason.COVERED, frames(0, 50), frames(0, 50)),
            absence("r", Medium.VIDEO, Reason.COVERED, frames(0, 50)));
  }

  private static Reason reason(String method, Use... above) throws Exception {
    Use hidden =
        Use.seen(
            0,
            frames(0, 25),
            new Id("logo"),
            Sha256.of("logo"),
            frames(0, 25),
            Box.WHOLE,
            Box.WHOLE,
            List.of(),
            Fraction.ZERO,
            method,
            null);
    List<Use> uses = new ArrayList<>(List.of(above));
    uses.add(hidden);
    Lineage lineage =
        TestLineage.of(
            RationalTime.ofSeconds(1, 1),
            FrameRate.of(25, 1),
            0,
            uses,
            List.of(),
            List.of(),
            List.of());
    return Absences.of(new Evidence(lineage, null, List.of(), null, Map.of())).getFirst().reason();
  }

  @Test
  void alphaOfZeroIsTransparentUnlessSomethingMayCoverIt() throws Exception {
    Use above =
        Use.seen(
            1,
            frames(0, 25),
            new Id("a"),
            Sha256.of("a"),
            frames(0, 25),
            Box.WHOLE,
            Box.WHOLE,
            List.of(),
            Fraction.ONE,
            Use.RENDERED,
            null);

    assertThat(reason(Use.MEASURED)).isEqualTo(Reason.TRANSPARENT);
    assertThat(reason(Use.MEASURED, above)).isEqualTo(Reason.UNKNOWN);
    assertThat(reason(Use.RENDERED, above)).isEqualTo(Reason.COVERED);
  }
}
