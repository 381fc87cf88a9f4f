package io.patchwork.worker.render.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.worker.Golden;
import io.patchwork.worker.Otio;
import io.patchwork.worker.TestPicture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How media of a segment is decoded: entered, counted, retimed, fitted. */
@ExtendWith(Golden.Finder.class)
final class SegmentInputsTest {

  private static final Otio OTIO = new Otio("25");

  /** 31 frames from the 53rd on. */
  private static String clip(String effects, String treatment) {
    return OTIO.clip("asset:a", 53, 31, effects, treatment);
  }

  private static TestFilm film(String... items) {
    return new TestFilm(new Otio("25").track("Video", items));
  }

  /** As large as the preview, and in its colours. */
  private static TestPicture right() {
    return TestPicture.of(640, 360);
  }

  private static void decoding(Golden golden, TestFilm film) throws Exception {
    golden.shows(film.input(), film.feeds());
  }

  @Test
  void aClipIsEnteredAQuarterOfASecondBeforeItsFirstFrame(Golden golden) throws Exception {
    decoding(golden, film(clip("", "")).video("a", right().stream()));
  }

  @Test
  void framesAreCountedFromTheFirstOfAFileWhoseClockBeginsLate(Golden golden) throws Exception {
    decoding(golden, film(clip("", "")).video("a", right().at(2).from(7, 5).stream()));
  }

  @Test
  void aSourceRangeCountsFromTheAvailableRange(Golden golden) throws Exception {
    String late =
        OTIO.clip("asset:a", 90_053, 31)
            .replace(
                "\"available_range\":null", "\"available_range\":" + OTIO.range(90_000, 25_000));

    decoding(golden, film(late).video("a", right().stream()));
  }

  @Test
  void aFileThatCannotBeSeekedInIsDecodedFromItsBeginning(Golden golden) throws Exception {
    decoding(golden, film(clip("", "")).video("a", "video/mp2t", right().from(7, 5).stream()));
  }

  @Test
  void aClipOfAnotherRateIsShownAtTheRateOfTheFilm(Golden golden) throws Exception {
    decoding(golden, film(clip("", "")).video("a", right().rate(30_000, 1001).stream()));
  }

  @Test
  void fieldsAreWovenBeforeTheyAreCounted(Golden golden) throws Exception {
    decoding(golden, film(clip("", "")).video("a", right().interlaced("tt").stream()));
  }

  @Test
  void atDoubleSpeedEverySecondFrameIsShown(Golden golden) throws Exception {
    decoding(golden, film(clip(Otio.speed("2"), "")).video("a", right().stream()));
  }

  @Test
  void aSlowClipIsCountedAtItsOwnRate(Golden golden) throws Exception {
    decoding(golden, film(clip(Otio.speed("0.4"), "")).video("a", right().rate(50, 1).stream()));
  }

  /** FFmpeg encodes at the last rate that a graph says. */
  @Test
  void aSlowClipWithAsManyFramesAsTheFilmIsSaidToBeAtTheRateOfTheFilm(Golden golden)
      throws Exception {
    decoding(golden, film(clip(Otio.speed("0.5"), "")).video("a", right().rate(50, 1).stream()));
  }

  @ParameterizedTest(name = "{0} of {1} frames a second")
  @CsvSource({
    "1, 24",
    "1.25, 24",
    "0.5, 60",
    "0.6, 50",
    "-1, 30",
    "-1.25, 24",
    "0, 24",
    "0.4, 24",
    "2, 60"
  })
  void everyVideoIsSaidToBeAtTheRateOfTheFilm(String speed, int rate) throws Exception {
    Otio otio = new Otio("30");
    otio.track("Video", otio.clip("asset:a", 60, 29, Otio.speed(speed), ""));
    TestFilm film = new TestFilm(otio).video("a", right().rate(rate, 1).stream());

    List<String> rates =
        film.feeds().lines().map(String::strip).filter(line -> line.startsWith("fps ")).toList();

    assertThat(rates.getLast()).startsWith("fps fps=30/1 ");
  }

  @Test
  void aClipThatRunsBackwardsEndsBeforeItsFirstFrame(Golden golden) throws Exception {
    decoding(golden, film(clip(Otio.speed("-1.5"), "")).video("a", right().stream()));
  }

  @Test
  void aFreezeDecodesOneFrame(Golden golden) throws Exception {
    decoding(golden, film(clip(Otio.speed("0"), "")).video("a", right().stream()));
  }

  @Test
  void behindItsEndAVideoStands(Golden golden) throws Exception {
    TestFilm film = film(clip("", "")).video("a", right().lasting(68, 25).stream());

    golden.shows(film.input(), film.feeds(film.segmentBeyondMedia()));
  }

  /** Nothing of its handle is there, and what covers it is over in the middle of the transition. */
  @Test
  void aShotThatBeginsBehindTheEndOfAVideoShowsItsLastFrame(Golden golden) throws Exception {
    String colour = OTIO.generator("SolidColor", "\"color\":\"#3366cc\"", 8);
    Otio otio = new Otio("25");
    otio.track("Video", clip("", ""), OTIO.transition(2, 8), colour);
    otio.track("Video", OTIO.generator("SMPTEBars", "", 35));
    TestFilm film = new TestFilm(otio).video("a", right().lasting(84, 25).stream());

    golden.shows(film.input(), film.feeds(film.segmentBeyondMedia()));
  }

  /** A tenth of a frame is left in it; counted to the nearest frame, it would be empty. */
  @Test
  void theLastFrameOfAVideoMayLastLessThanHalfAFrame(Golden golden) throws Exception {
    decoding(
        golden, film(OTIO.clip("asset:a", 53, 1)).video("a", right().lasting(531, 250).stream()));
  }

  @Test
  void aStillStandsForAllFrames(Golden golden) throws Exception {
    decoding(
        golden,
        film(OTIO.clip("asset:a", 0, 31))
            .still(
                "a",
                TestPicture.of(800, 450)
                    .codec("png")
                    .still()
                    .pixels("rgb24")
                    .colours(null, null, null, "pc")
                    .stream()));
  }

  @Test
  void aCropIsOfTheUprightPicture(Golden golden) throws Exception {
    String crop = "\"crop\":{\"left\":0.1,\"top\":0.2,\"right\":0.3,\"bottom\":0.05}";

    decoding(
        golden, film(clip("", crop)).video("a", TestPicture.of(500, 300).rotated(90).stream()));
  }

  @Test
  void widePixelsAreMadeSquare(Golden golden) throws Exception {
    decoding(
        golden,
        film(clip("", ""))
            .video(
                "a",
                TestPicture.of(720, 576)
                    .pixelAspect(64, 45)
                    .colours(null, null, null, null)
                    .stream()));
  }

  @Test
  void anHdrPictureIsToneMappedAfterItIsScaled(Golden golden) throws Exception {
    decoding(
        golden,
        film(clip("", "")).video("a", TestPicture.of(1920, 1080).bright("smpte2084").stream()));
  }

  @Test
  void aPictureWithAlphaKeepsIt(Golden golden) throws Exception {
    decoding(
        golden,
        film(clip("", ""))
            .video("a", TestPicture.of(640, 360).codec("prores").pixels("yuva444p10le").stream()));
  }

  @Test
  void wordsAreDecodedOnceInOurColours(Golden golden) throws Exception {
    decoding(golden, film(OTIO.generator("Title", "\"text\":\"Words\"", 31)));
  }

  @Test
  void aClipThatGoesOnInTheNextShotIsDecodedOnce(Golden golden) throws Exception {
    decoding(
        golden,
        film(OTIO.clip("asset:a", 53, 20), OTIO.transition(4, 3)).video("a", right().stream()));
  }
}
