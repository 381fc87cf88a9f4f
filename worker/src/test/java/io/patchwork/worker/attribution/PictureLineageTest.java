package io.patchwork.worker.attribution;

import io.patchwork.schema.lineage.Credit;
import io.patchwork.worker.Golden;
import io.patchwork.worker.LineageText;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.composition.LayerEvaluator;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.composition.TestTimeline;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Uses of assets in the video: their boxes and visible shares. */
@ExtendWith(Golden.Finder.class)
final class PictureLineageTest {

  private static final Otio OTIO = new Otio("25");
  private static final FrameSize FRAME = new FrameSize(640, 360);

  /** A quarter of the frame from a tenth of it on. */
  private static final String QUARTER =
      "\"rectangle\":{\"x\":0.1,\"y\":0.2,\"width\":0.5,\"height\":0.5}";

  private static TestTimeline film(Otio otio) {
    return new TestTimeline(otio)
        .video("a", TestPicture.of(640, 360).stream())
        .video("b", TestPicture.of(640, 360).stream());
  }

  private static TestTimeline track(String... items) {
    return film(new Otio("25").track("Video", items));
  }

  private static void uses(Golden golden, TestTimeline film) throws Exception {
    uses(golden, film, film.edit(false));
  }

  private static void uses(Golden golden, TestTimeline film, ResolvedTimeline edit)
      throws Exception {
    LineageBuilder lineage = new LineageBuilder();
    for (Media media : edit.visibleMedia()) {
      if (media instanceof Media.OfAsset(SourceMedia source)) {
        lineage.credit(new Credit(source.asset(), source.sha256(), List.of(), List.of()));
      }
    }
    LayerEvaluator screen = new LayerEvaluator(edit, FRAME);
    PictureLineage picture =
        new PictureLineage(lineage, edit.rate(), FRAME, AlphaMeasurements.NONE, Set.of());
    List<Long> cuts = screen.cuts();
    for (int i = 1; i < cuts.size(); i++) {
      long from = cuts.get(i - 1);
      long to = cuts.get(i);
      picture.add(from, to - from, screen.layers(from, to));
    }
    golden.shows(film.input(), LineageText.of(lineage));
  }

  @Test
  void aClipIsSeenWhereItIsAndItsSourceIsCountedInSeconds(Golden golden) throws Exception {
    uses(golden, track(OTIO.clip("asset:a", 50, 25), OTIO.clip("asset:b", 30, 15), OTIO.gap(10)));
  }

  @Test
  void whatIsCoveredLosesAsMuchAsIsCovered(Golden golden) throws Exception {
    uses(
        golden,
        film(
            new Otio("25")
                .track("Video", OTIO.clip("asset:a", 50, 25))
                .track("Video", OTIO.clip("asset:b", 30, 25, "", QUARTER))));
  }

  @Test
  void whatIsCoveredWhollyIsThereAndNotSeen(Golden golden) throws Exception {
    uses(
        golden,
        film(
            new Otio("25")
                .track("Video", OTIO.clip("asset:a", 50, 25))
                .track("Video", OTIO.clip("asset:b", 30, 25))));
  }

  @Test
  void anOpacityIsASharePaidByWhatIsBelow(Golden golden) throws Exception {
    String faint = "\"opacity\":0.4," + QUARTER;

    uses(
        golden,
        film(
            new Otio("25")
                .track("Video", OTIO.clip("asset:a", 50, 25))
                .track("Video", OTIO.clip("asset:b", 30, 25, "", faint))));
  }

  /** It moves out of the frame to the right; half of it is seen in the mean. */
  @Test
  void whatMovesHasItsShareInTheMiddleOfEachPiece(Golden golden) throws Exception {
    String pan =
        Otio.parameter("transformationPan", "0", "0", "\"25\":{\"Value\":1},\"0\":{\"Value\":0}");

    uses(
        golden,
        film(
            new Otio("25")
                .track("Video", OTIO.clip("asset:a", 50, 25))
                .track(
                    "Video", OTIO.clip("asset:b", 30, 25, Otio.resolve(2, "Transform", pan), ""))));
  }

  /** It begins with all of the picture and ends on its lower right quarter; no share changes. */
  @Test
  void aZoomTellsWhereItBeginsAndWhereItEnds(Golden golden) throws Exception {
    String zoom =
        "\"zoom\":{\"from\":{\"x\":0,\"y\":0,\"width\":1,\"height\":1},"
            + "\"to\":{\"x\":0.5,\"y\":0.5,\"width\":0.5,\"height\":0.5}}";

    uses(golden, track(OTIO.clip("asset:a", 50, 25, "", zoom), OTIO.clip("asset:b", 30, 15)));
  }

  @Test
  void aDissolveGivesEachTheMeanOfItsOpacity(Golden golden) throws Exception {
    uses(
        golden,
        track(OTIO.clip("asset:a", 50, 20), OTIO.transition(5, 5), OTIO.clip("asset:b", 30, 15)));
  }

  @Test
  void aWipeGivesEachHalfOfItsTime(Golden golden) throws Exception {
    uses(
        golden,
        track(
            OTIO.clip("asset:a", 50, 20),
            OTIO.transition(5, 5, "\"kind\":\"wipe-left\""),
            OTIO.clip("asset:b", 30, 15)));
  }

  @Test
  void aRectangleThatShrinksOnBlackLeavesItsSquare(Golden golden) throws Exception {
    uses(
        golden,
        track(
            OTIO.clip("asset:a", 50, 20),
            OTIO.transition(4, 5, "\"kind\":\"rectangle-crop\""),
            OTIO.clip("asset:b", 30, 15)));
  }

  @Test
  void backwardsTheSidesOnBlackChangePlaces(Golden golden) throws Exception {
    uses(
        golden,
        track(
            Otio.nested(
                "Track",
                "null",
                Otio.speed("-1"),
                "",
                OTIO.clip("asset:a", 50, 20),
                OTIO.transition(4, 5, "\"kind\":\"rectangle-crop\""),
                OTIO.clip("asset:b", 30, 15))));
  }

  @Test
  void aFadeIsToldInStretchesThatAreEven(Golden golden) throws Exception {
    uses(golden, track(OTIO.clip("asset:a", 50, 25, "", "\"fadeIn\":0.4")));
  }

  @Test
  void whatStandsBesideAPictureIsBlack(Golden golden) throws Exception {
    uses(golden, track(OTIO.clip("asset:c", 50, 25)).video("c", TestPicture.of(480, 360).stream()));
  }

  @Test
  void aPictureWithAlphaSharesItsBoxWithWhatIsBelow(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", OTIO.clip("asset:a", 50, 25));
    otio.track("Video", OTIO.clip("asset:c", 30, 25, "", QUARTER));

    uses(
        golden,
        film(otio).video("c", TestPicture.of(640, 360).codec("qtrle").pixels("argb").stream()));
  }

  @Test
  void wordsTakeNothingFromWhomTheyStandBefore(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track("Video", OTIO.clip("asset:a", 50, 25));
    otio.track("Video", OTIO.generator("Title", "\"text\":\"Words\"", 25));

    uses(golden, film(otio));
  }

  @Test
  void aFreezeAndAStillHaveNoLengthInTheirSource(Golden golden) throws Exception {
    uses(
        golden,
        track(OTIO.clip("asset:a", 50, 25, Otio.speed("0"), ""), OTIO.clip("asset:c", 0, 20))
            .still("c", TestPicture.of(640, 360).codec("png").still().pixels("rgb24").stream()));
  }

  @Test
  void aSpeedIsTheLengthOfTheSourceOverThatOfTheFilm(Golden golden) throws Exception {
    uses(
        golden,
        track(
            OTIO.clip("asset:a", 50, 20, Otio.speed("1.5"), ""),
            OTIO.clip("asset:b", 50, 20, Otio.speed("-0.5"), "")));
  }

  @Test
  void anEdgeThatStandsIsAUseOfItsOwn(Golden golden) throws Exception {
    TestTimeline film =
        track(OTIO.clip("asset:c", 50, 25))
            .video("c", TestPicture.of(640, 360).lasting(64, 25).stream());

    uses(golden, film, film.edit(true));
  }

  @Test
  void aNestedTimelineIsInItsRectangle(Golden golden) throws Exception {
    uses(
        golden,
        track(
            Otio.nested(
                "Stack",
                "null",
                "",
                "\"opacity\":0.8," + QUARTER,
                OTIO.clip("asset:a", 50, 25),
                OTIO.clip("asset:b", 30, 25, "", QUARTER))));
  }

  /** Held two frames into a transition of seven. */
  private static String frozen(String manner) {
    return Otio.nested(
        "Track",
        OTIO.range(18, 25),
        Otio.speed("0"),
        "",
        OTIO.clip("asset:a", 53, 20),
        OTIO.transition(4, 3, manner),
        OTIO.clip("asset:b", 30, 15));
  }

  @Test
  void whatIsFrozenInsideOfAWipeGivesEachItsShare(Golden golden) throws Exception {
    uses(golden, track(frozen("\"kind\":\"wipe-top-left\"")));
  }

  @Test
  void whatIsFrozenInsideOfACropIsOfTheSideThatIsOnAndBlack(Golden golden) throws Exception {
    uses(golden, track(frozen("\"kind\":\"rectangle-crop\"")));
  }
}
