package io.patchwork.worker.composition;

import io.patchwork.worker.Golden;
import io.patchwork.worker.Otio;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.ffmpeg.FrameSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which layers of a timeline are shown from cut to cut. */
@ExtendWith(Golden.Finder.class)
final class LayerEvaluatorTest {

  private static final Otio OTIO = new Otio("25");
  private static final FrameSize FRAME = new FrameSize(640, 360);

  private static TestTimeline film(Otio otio) {
    return new TestTimeline(otio)
        .video("a", TestPicture.of(640, 360).stream())
        .video("b", TestPicture.of(640, 360).stream());
  }

  private static TestTimeline track(String... items) {
    return film(new Otio("25").track("Video", items));
  }

  private static void shots(Golden golden, TestTimeline film) throws Exception {
    golden.shows(
        film.input(), PlanText.plain(LayerText.shots(new LayerEvaluator(film.edit(false), FRAME))));
  }

  @Test
  void aDissolveReachesBeforeAndBehindItsCut(Golden golden) throws Exception {
    shots(
        golden,
        track(OTIO.clip("asset:a", 53, 20), OTIO.transition(4, 3), OTIO.clip("asset:b", 30, 15)));
  }

  @Test
  void aDipIsOfTheOneThatGoesUpToItsMiddle(Golden golden) throws Exception {
    shots(
        golden,
        track(
            OTIO.clip("asset:a", 53, 20),
            OTIO.transition(4, 3, "\"kind\":\"dip-to-white\""),
            OTIO.clip("asset:b", 30, 15)));
  }

  @Test
  void aDissolveOfPicturesThatDoNotFillTheFrameIsOfGroups(Golden golden) throws Exception {
    String small = "\"rectangle\":{\"x\":0.1,\"y\":0.2,\"width\":0.3,\"height\":0.4}";

    shots(
        golden,
        track(
            OTIO.clip("asset:a", 53, 20, "", small),
            OTIO.transition(4, 3),
            OTIO.clip("asset:b", 30, 15)));
  }

  @Test
  void anItemShowsTheRestOfItsFadesInEachShot(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", OTIO.clip("asset:a", 53, 31));
    otio.track("Video", OTIO.clip("asset:b", 30, 31, "", "\"fadeIn\":0.4,\"fadeOut\":0.6"));
    otio.track(
        "Video",
        OTIO.gap(5),
        OTIO.clip("asset:a", 100, 20, "", "\"rectangle\":{\"width\":0.5,\"height\":0.5}"));

    shots(golden, film(otio));
  }

  @Test
  void aZoomGoesOnEvenlyFromShotToShot(Golden golden) throws Exception {
    String zoom =
        "\"zoom\":{\"from\":{\"x\":0,\"y\":0,\"width\":1,\"height\":1},"
            + "\"to\":{\"x\":0.2,\"y\":0.4,\"width\":0.5,\"height\":0.3}}";
    Otio otio = new Otio("25");
    otio.track("Video", OTIO.clip("asset:a", 53, 40, "", zoom));
    otio.track(
        "Video",
        OTIO.gap(10),
        OTIO.clip("asset:b", 30, 30, "", "\"rectangle\":{\"width\":0.5,\"height\":0.5}"));

    shots(golden, film(otio));
  }

  private static String pan(String keys) {
    return Otio.parameter("transformationPan", "0.9", "0.0", keys);
  }

  private static String zoom(String value, String keys) {
    return Otio.parameter("transformationZoomX", value, "1.0", keys)
        + ","
        + Otio.parameter("transformationZoomY", value, "1.0", keys);
  }

  /** The picture is narrower than the frame, which is 16:9: a pan is of its own width. */
  @Test
  void whatAnEditorScalesAndMovesIsFittedFirst(Golden golden) throws Exception {
    String tilt = Otio.parameter("transformationTilt", "0.25", "0.0", "");
    String still = Otio.resolve(2, "Transform", zoom("0.5", "") + "," + tilt);
    String moving =
        Otio.resolve(
            2,
            "Transform",
            zoom("0.5", "") + "," + pan("\"20\":{\"Value\":0.5},\"0\":{\"Value\":-0.5}"));
    Otio otio = new Otio("25");
    otio.track(
        "Video", OTIO.clip("asset:n", 0, 20, still, ""), OTIO.clip("asset:n", 20, 20, moving, ""));

    shots(golden, film(otio).video("n", TestPicture.of(480, 360).stream()));
  }

  @Test
  void aTrackAndAStackAreScaledAndMovedAsAWhole(Golden golden) throws Exception {
    String half = Otio.resolve(2, "Transform", zoom("0.5", ""));
    String growing =
        Otio.resolve(2, "Transform", zoom("1", "\"0\":{\"Value\":0.2},\"10\":{\"Value\":1.2}"));
    String track = Otio.nested("Track", "null", half, "", OTIO.clip("asset:a", 0, 10));

    shots(
        golden,
        film(
            new Otio("25")
                .track("Video", Otio.nested("Stack", OTIO.range(0, 10), growing, "", track))));
  }

  @Test
  void aNestedTimelineIsTrimmedAndSpedUpAsAWhole(Golden golden) throws Exception {
    shots(
        golden,
        track(
            OTIO.gap(3),
            Otio.nested(
                "Track",
                OTIO.range(10, 20),
                Otio.speed("2"),
                "",
                OTIO.clip("asset:a", 53, 30),
                OTIO.clip("asset:b", 90, 40))));
  }

  @Test
  void aSlowClipOfAnotherRateGoesOnWhereItWasInTheShotBefore(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", OTIO.clip("asset:a", 53, 31, Otio.speed("0.4"), ""));
    otio.track(
        "Video",
        OTIO.gap(10),
        OTIO.clip("asset:b", 30, 21, "", "\"rectangle\":{\"width\":0.5,\"height\":0.5}"));

    shots(
        golden,
        new TestTimeline(otio)
            .video("a", TestPicture.of(640, 360).rate(50, 1).stream())
            .video("b", TestPicture.of(640, 360).stream()));
  }

  @Test
  void aNestedTimelineRunsBackwardsWithAllThatIsInIt(Golden golden) throws Exception {
    shots(
        golden,
        track(
            Otio.nested(
                "Track",
                OTIO.range(0, 35),
                Otio.speed("-1"),
                "",
                OTIO.clip("asset:a", 53, 20),
                OTIO.clip("asset:b", 30, 15))));
  }

  @Test
  void clipsOfOneTakeThatFollowEachOtherAreOneShot(Golden golden) throws Exception {
    shots(
        golden,
        track(
            OTIO.clip("asset:a", 53, 20),
            OTIO.clip("asset:a", 73, 15),
            OTIO.clip("asset:a", 89, 15)));
  }

  /** Held at a frame; there is a transition from frame 16 to 23. */
  private static String frozen(int at, String manner) {
    return Otio.nested(
        "Track",
        OTIO.range(at, 25),
        Otio.speed("0"),
        "",
        OTIO.clip("asset:a", 53, 20),
        OTIO.transition(4, 3, manner),
        OTIO.clip("asset:b", 30, 15));
  }

  @Test
  void whatIsFrozenInsideOfADissolveIsAMix(Golden golden) throws Exception {
    shots(golden, track(frozen(18, "")));
  }

  @Test
  void whatIsFrozenInsideOfADipIsOfTheSideThatIsOn(Golden golden) throws Exception {
    String dip = "\"kind\":\"dip-to-white\"";

    shots(golden, track(frozen(19, dip), frozen(20, dip)));
  }

  @Test
  void whatIsFrozenWhereATransitionBeginsOrEndsIsOneSide(Golden golden) throws Exception {
    String slide = "\"kind\":\"slide-up\"";

    shots(golden, track(frozen(16, slide), frozen(22, slide), frozen(23, slide)));
  }
}
