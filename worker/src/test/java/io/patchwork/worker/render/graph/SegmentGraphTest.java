package io.patchwork.worker.render.graph;

import io.patchwork.worker.Golden;
import io.patchwork.worker.Otio;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.render.plan.SeekPoint;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How shots are put together of what feeds them, in a frame of 640×360. */
@ExtendWith(Golden.Finder.class)
final class SegmentGraphTest {

  private static final Otio OTIO = new Otio("25");
  private static final String INSERT =
      "\"rectangle\":{\"x\":0.55,\"y\":0.1,\"width\":0.3,\"height\":0.25}";

  /** Half as wide and half as high. */
  private static final String HALF =
      "\"rectangle\":{\"x\":0.45,\"y\":0.1,\"width\":0.5,\"height\":0.5}";

  private static String clip(String asset, String treatment) {
    return OTIO.clip("asset:" + asset, 53, 31, "", treatment);
  }

  /** One track; {@code a} and {@code b} are as large as the frame. */
  private static TestFilm film(String... items) {
    return media(new Otio("25").track("Video", items));
  }

  private static TestFilm media(Otio otio) {
    return new TestFilm(otio)
        .video("a", TestPicture.of(640, 360).stream())
        .video("b", TestPicture.of(640, 360).stream());
  }

  private static void shots(Golden golden, TestFilm film) throws Exception {
    golden.shows(film.input(), film.composition());
  }

  @Test
  void everySegmentEndsInItsFormatAndInThePicturesOfItsEnds(Golden golden) throws Exception {
    TestFilm film = film(clip("a", ""));
    Pass pass = RenderPasses.segment(film.segment(), SeekPoint.GUESSED);

    golden.shows(
        film.input(),
        PlanText.graph(
            pass.graph(),
            label -> Set.of("p0", SegmentGraph.VIDEO, SegmentGraph.ENDS).contains(label)));
  }

  @Test
  void shotsFollowEachOtherInOrder(Golden golden) throws Exception {
    TestFilm film = film(OTIO.clip("asset:a", 53, 11), OTIO.clip("asset:b", 30, 9), OTIO.gap(5));
    Pass pass = RenderPasses.segment(film.segment(), SeekPoint.GUESSED);

    golden.shows(
        film.input(),
        PlanText.graph(
            pass.graph(), label -> label.matches("p[0-9]+") || label.equals(SegmentGraph.VIDEO)));
  }

  @Test
  void aPictureOfAnotherShapeStandsInTheMiddleOfBlack(Golden golden) throws Exception {
    shots(golden, film(clip("c", "")).video("c", TestPicture.of(480, 400).stream()));
  }

  @Test
  void aPictureThatCoversIsCutToItsRectangle(Golden golden) throws Exception {
    TestFilm film =
        film(clip("c", INSERT + ",\"fit\":\"cover\""))
            .video("c", TestPicture.of(480, 400).stream());

    golden.shows(film.input(), film.feeds() + "\n" + film.composition());
  }

  @Test
  void aBlurredPictureStandsBeforeItselfOutOfFocus(Golden golden) throws Exception {
    shots(
        golden,
        film(clip("c", "\"fit\":\"blurred\"")).video("c", TestPicture.of(480, 400).stream()));
  }

  @Test
  void aBlurredPictureWithAlphaLiesOnBlack(Golden golden) throws Exception {
    shots(
        golden,
        film(clip("c", "\"fit\":\"blurred\""))
            .video("c", TestPicture.of(480, 400).codec("qtrle").pixels("argb").stream()));
  }

  @Test
  void picturesLieOverEachOtherInTheOrderOfTheirTracks(Golden golden) throws Exception {
    String corner = "\"rectangle\":{\"x\":0.05,\"y\":0.7,\"width\":0.2,\"height\":0.2}";

    shots(
        golden,
        media(
                new Otio("25")
                    .track("Video", clip("a", ""))
                    .track("Video", clip("b", INSERT))
                    .track("Video", clip("c", corner)))
            .video("c", TestPicture.of(640, 360).stream()));
  }

  @Test
  void aFrameThatMovesIsTransformedAtTwiceItsSize(Golden golden) throws Exception {
    String pan =
        Otio.parameter(
            "transformationPan", "0", "0", "\"31\":{\"Value\":0.5},\"0\":{\"Value\":-0.5}");
    TestFilm film =
        media(
            new Otio("25")
                .track("Video", clip("a", ""))
                .track(
                    "Video", OTIO.clip("asset:b", 53, 31, Otio.resolve(2, "Transform", pan), "")));

    golden.shows(film.input(), film.composition());
  }

  @Test
  void whatIsCoveredIsNotDecoded(Golden golden) throws Exception {
    TestFilm film =
        media(new Otio("25").track("Video", clip("a", "")).track("Video", clip("b", "")));

    golden.shows(film.input(), film.feeds() + "\n" + film.composition());
  }

  @Test
  void anOpacityThatStaysIsAFactorOfAlpha(Golden golden) throws Exception {
    shots(
        golden,
        media(
            new Otio("25")
                .track("Video", clip("a", ""))
                .track("Video", clip("b", "\"opacity\":0.375"))));
  }

  @Test
  void inAFreezeOpacitiesStandAndAreMultiplied(Golden golden) throws Exception {
    String faint = "\"opacity\":0.4,\"fadeIn\":0.8";
    String frozen =
        Otio.nested(
            "Track",
            OTIO.range(5, 31),
            Otio.speed("0"),
            "",
            OTIO.clip("asset:b", 53, 60, "", faint));

    shots(golden, media(new Otio("25").track("Video", clip("a", "")).track("Video", frozen)));
  }

  @Test
  void anOpacityWithKeysIsAMaskInTheMiddleOfEachFrame(Golden golden) throws Exception {
    String keys =
        "\"opacity\":[{\"at\":0.2,\"value\":0.1},{\"at\":0.6,\"value\":0.9},{\"at\":1,\"value\":0.4}]";

    shots(
        golden,
        media(new Otio("25").track("Video", clip("a", "")).track("Video", clip("b", keys))));
  }

  @Test
  void aPictureFadesInAndOutOfBlack(Golden golden) throws Exception {
    shots(golden, film(clip("a", "\"fadeIn\":0.4,\"fadeOut\":0.6")));
  }

  @Test
  void anAlphaThatFadesIsMultipliedByItsMask(Golden golden) throws Exception {
    shots(
        golden,
        film(clip("c", "\"fadeIn\":0.4"))
            .video("c", TestPicture.of(640, 360).codec("qtrle").pixels("argb").stream()));
  }

  @Test
  void aGradeIsOfThePictureAlone(Golden golden) throws Exception {
    shots(
        golden,
        film(
            clip(
                "a",
                "\"colour\":{\"brightness\":0.1,\"contrast\":1.2,\"saturation\":0.8,\"gamma\":0.9}")));
  }

  @Test
  void aGradeLeavesAlphaAsItIs(Golden golden) throws Exception {
    shots(
        golden,
        film(clip("c", "\"colour\":{\"gamma\":1.5}"))
            .video("c", TestPicture.of(640, 360).codec("qtrle").pixels("argb").stream()));
  }

  @Test
  void aColourIsDrawnOnceForTheWholeShot(Golden golden) throws Exception {
    shots(
        golden,
        new TestFilm(
            new Otio("25")
                .track("Video", OTIO.generator("SolidColor", "\"color\":\"#3366cc\"", 31))));
  }

  @Test
  void barsStandInTheirRectangle(Golden golden) throws Exception {
    String bars =
        OTIO.generator("SMPTEBars", "", 31)
            .replaceFirst("\"name\"", "\"metadata\":{\"patchwork\":{" + INSERT + "}},\"name\"");

    shots(golden, new TestFilm(new Otio("25").track("Video", bars)));
  }

  @Test
  void aNestedTimelineIsOnePictureBeforeItFades(Golden golden) throws Exception {
    String nested =
        Otio.nested(
            "Stack", "null", "", "\"opacity\":0.25," + HALF, clip("a", ""), clip("b", INSERT));

    shots(golden, film(nested));
  }

  @Test
  void wordsStandWhereTheyWereDrawn(Golden golden) throws Exception {
    Otio otio = new Otio("25").track("Video", clip("a", ""));

    shots(golden, media(otio.track("Video", OTIO.generator("Title", "\"text\":\"Words\"", 31))));
  }

  @Test
  void aRollGoesFromBelowTheFrameToAboveIt(Golden golden) throws Exception {
    shots(golden, new TestFilm(new Otio("25").track("Video", OTIO.generator("Credits", "", 31))));
  }

  @Test
  void aZoomTransformsThePictureAtTwiceItsSize(Golden golden) throws Exception {
    String zoom =
        "\"zoom\":{\"from\":{\"x\":0.1,\"y\":0.2,\"width\":0.8,\"height\":0.7},"
            + "\"to\":{\"x\":0.25,\"y\":0.3,\"width\":0.4,\"height\":0.3}}";
    TestFilm film = film(OTIO.clip("asset:a", 53, 20, "", zoom));

    golden.shows(film.input(), film.feeds() + "\n" + film.composition());
  }
}
