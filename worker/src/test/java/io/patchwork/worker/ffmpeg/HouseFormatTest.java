package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.MediaText;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What everybody starts from: picture and sound of a source in one form. */
@ExtendWith(Golden.Finder.class)
final class HouseFormatTest {

  private static String graph(Tap... taps) {
    List<OutputSpec> specs = new ArrayList<>();
    for (Tap tap : taps) {
      specs.add(OutputSpec.file("product", List.of(tap), Encoding.nothing()));
    }
    Pass pass = Pass.of(Input.whole("source", Demuxer.MOV), "0:2", "0:3", specs, null);
    return PlanText.graph(pass.graph());
  }

  @Test
  void aStreamThatMayChangeKeepsTheFormOfItsBeginning(Golden golden) {
    VideoStream tape = TestPicture.of(720, 576).pixelAspect(16, 15).interlaced("tt").stream();
    VideoStream phone = TestPicture.of(1920, 1080).rotated(90).stream();
    AudioStream sound = new AudioStream(3, "ac3", 44_100, 6, "5.1(side)", RationalTime.ZERO, null);
    List<OutputSpec> specs =
        Stream.of(
                HouseFormat.withinFullHd(tape).tap(),
                HouseFormat.withinFullHd(phone).tap(),
                HouseFormat.audio(sound))
            .map(tap -> OutputSpec.nothing("product", tap))
            .toList();
    Pass pass = Pass.of(Input.whole("source", Demuxer.MPEG_TS), "0:2", "0:3", specs, null);

    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < pass.loopbacks().size(); i++) {
      arguments.add(PlanText.options(pass.loopbacks().get(i).arguments(i)));
    }

    golden.shows(
        MediaText.of(tape) + "\n" + MediaText.of(phone) + "\n5.1(side) at 44100 Hz",
        String.join("\n", arguments));
  }

  private static void pictures(Golden golden, VideoStream stream, FrameSize... sizes) {
    golden.shows(
        MediaText.of(stream),
        graph(HouseFormat.sdrVideo(stream, List.of(sizes)).toArray(Tap[]::new)));
  }

  @Test
  void aPictureThatIsRightIsOnlyTakenOnTheGrid(Golden golden) {
    pictures(golden, TestPicture.of(640, 360).stream(), new FrameSize(640, 360));
  }

  @Test
  void theTagsAreThoseOfHdVideo(Golden golden) {
    golden.shows("every picture that is made here", PlanText.raw(HouseFormat.tagged()));
  }

  @Test
  void sizesAreScaledEachFromTheOneBefore(Golden golden) {
    pictures(
        golden,
        TestPicture.of(1920, 1080).stream(),
        new FrameSize(1280, 720),
        new FrameSize(640, 360));
  }

  @Test
  void anUntaggedPictureIsReadByItsHeight(Golden golden) {
    VideoStream high = TestPicture.of(1280, 720).colours(null, null, null, null).stream();
    VideoStream low = TestPicture.of(1280, 718).colours(null, null, null, null).stream();

    golden.shows(
        MediaText.of(high) + "\n" + MediaText.of(low),
        graph(HouseFormat.sdrVideo(high, List.of(new FrameSize(642, 362))).getFirst())
            + "\n"
            + graph(HouseFormat.sdrVideo(low, List.of(new FrameSize(642, 362))).getFirst()));
  }

  @Test
  void fullRangeBecomesThatOfTelevision(Golden golden) {
    pictures(
        golden,
        TestPicture.of(640, 360).colours("bt709", "bt709", "bt709", "pc").stream(),
        new FrameSize(640, 360));
  }

  @Test
  void whatIsTransparentIsWhiteBeforeItIsScaled(Golden golden) {
    pictures(
        golden,
        TestPicture.of(640, 360)
            .codec("prores")
            .pixels("yuva444p12le")
            .colours(null, null, null, "tv")
            .stream(),
        new FrameSize(640, 360),
        new FrameSize(320, 180));
  }

  @Test
  void whatIsTransparentInHdrIsWhiteAsPaperIs(Golden golden) {
    VideoStream stream =
        TestPicture.of(640, 360)
            .codec("prores")
            .pixels("yuva444p12le")
            .colours("bt2020nc", "bt2020", "arib-std-b67", "tv")
            .stream();
    List<Tap> taps = new ArrayList<>();
    taps.addAll(HouseFormat.hdrVideo(stream, List.of(new FrameSize(320, 180))));
    taps.addAll(HouseFormat.sdrVideo(stream, List.of(new FrameSize(320, 180))));
    golden.shows(MediaText.of(stream), graph(taps.toArray(Tap[]::new)));
  }

  @Test
  void samplesInFloatingPointThatAreNoNumbersAreSilent(Golden golden) {
    AudioStream stream =
        new AudioStream(0, "pcm_f32le", 44_100, 2, "stereo", RationalTime.ZERO, null);
    golden.shows(MediaText.of(stream), graph(HouseFormat.audio(stream)));
  }

  @Test
  void aTurnedPictureInWidePixelsIsUprightAndSquare(Golden golden) {
    VideoStream stream = TestPicture.of(720, 480).pixelAspect(8, 9).rotated(270).stream();
    FrameSize upright = FrameSize.of(stream);

    golden.shows(
        MediaText.of(stream),
        "upright "
            + upright.width()
            + "x"
            + upright.height()
            + "\n"
            + graph(HouseFormat.withinFullHd(stream).tap()));
  }

  @Test
  void fieldsBecomeFramesBeforeTheyAreCounted(Golden golden) {
    pictures(golden, TestPicture.of(640, 360).interlaced("bb").stream(), new FrameSize(640, 360));
  }

  @Test
  void pqIsScaledOnceAndToneMappedForSdrAlone(Golden golden) {
    VideoStream stream = TestPicture.of(3840, 2160).bright("smpte2084").stream();
    List<FrameSize> size = List.of(new FrameSize(1920, 1080));

    golden.shows(
        MediaText.of(stream),
        graph(
            HouseFormat.hdrVideo(stream, size).getFirst(),
            HouseFormat.sdrVideo(stream, size).getFirst()));
  }

  @Test
  void hlgStaysAsBrightAsItIs(Golden golden) {
    VideoStream stream = TestPicture.of(3840, 2160).bright("arib-std-b67").stream();
    Tap tap = HouseFormat.hdrVideo(stream, List.of(new FrameSize(1920, 1080))).getFirst();

    golden.shows(MediaText.of(stream), graph(tap));
  }

  private static String rate(VideoStream stream) {
    FrameRate rate = HouseFormat.rate(stream);
    return stream.averageFrameRate()
        + " on average, at least "
        + stream.baseFrameRate()
        + ": "
        + rate
        + " a second, "
        + rate.timescale()
        + " ticks";
  }

  private static TestPicture varying(long average, long lowest) {
    return TestPicture.of(2, 2).varying(FrameRate.of(average, 1000), FrameRate.of(lowest, 1000));
  }

  @Test
  void aConstantRateIsKeptUpToSixtyAndAVariableOneIsTheUsualAboveIt(Golden golden) {
    golden.shows(
        "rates of sources in frames a second",
        String.join(
            "\n",
            rate(TestPicture.of(2, 2).rate(25, 1).stream()),
            rate(TestPicture.of(2, 2).rate(30_000, 1001).stream()),
            rate(TestPicture.of(2, 2).rate(15, 2).stream()),
            rate(TestPicture.of(2, 2).rate(60, 1).stream()),
            rate(TestPicture.of(2, 2).rate(100, 1).stream()),
            rate(TestPicture.of(2, 2).rate(240, 1).stream()),
            "nearly the same:",
            rate(varying(24_880, 25_000).stream()),
            "varying:",
            rate(varying(24_870, 25_000).stream()),
            rate(varying(28_300, 90_000).stream()),
            rate(varying(24_500, 120_000).stream()),
            rate(varying(25_000, 90_000).stream()),
            rate(varying(71_000, 1_000_000).stream()),
            "half or nothing known:",
            rate(TestPicture.of(2, 2).varying(null, FrameRate.of(27, 1)).stream()),
            rate(TestPicture.of(2, 2).varying(FrameRate.of(49, 1), null).stream()),
            rate(TestPicture.of(2, 2).still().stream())));
  }

  @Test
  void aLookIsWithinFullHdWhicheverWayItStands(Golden golden) {
    List<String> lines = new ArrayList<>();
    for (FrameSize size :
        List.of(
            new FrameSize(3840, 1600),
            new FrameSize(1600, 3840),
            new FrameSize(1440, 1440),
            new FrameSize(1919, 801))) {
      FrameSize look =
          HouseFormat.withinFullHd(TestPicture.of(size.width(), size.height()).stream()).size();
      lines.add(
          size.width() + "x" + size.height() + " is seen in " + look.width() + "x" + look.height());
    }
    golden.shows("pictures in square pixels", String.join("\n", lines));
  }

  @Test
  void someFramesAreTheFirstAtOrAfterEachMultiple(Golden golden) {
    HouseFormat.VideoTap look = HouseFormat.withinFullHd(TestPicture.of(640, 360).stream());
    Fraction interval = Fraction.of(7, 10);
    List<Long> frames = new ArrayList<>();
    for (long frame = 0; frame < 80; frame++) {
      if (look.isOneOfEvery(interval, frame)) {
        frames.add(frame);
      }
    }
    golden.shows("every 7/10 s of 25 frames a second", look.every(interval) + "\nframes " + frames);
  }

  @Test
  void aSoundIsInStereoFromTheFirstFrameOnAndMonoStaysMono(Golden golden) {
    AudioStream surround = new AudioStream(3, "ac3", 44_100, 6, "5.1", RationalTime.ZERO, null);
    AudioStream mono = new AudioStream(3, "aac", 22_050, 1, "mono", RationalTime.ZERO, null);

    golden.shows(
        MediaText.of(surround) + "\n" + MediaText.of(mono),
        graph(HouseFormat.audio(surround)) + "\n" + graph(HouseFormat.audio(mono)));
  }

  @Test
  void ambisonicsAreHeardFromTheLeftAndFromTheRight() {
    AudioStream sphere =
        new AudioStream(0, "opus", 48_000, 4, "ambisonic 1", RationalTime.ZERO, null);

    assertThat(graph(HouseFormat.audio(sphere))).contains("FL=0.5*c0+0.5*c1", "FR=0.5*c0-0.5*c1");
  }
}
