package io.patchwork.worker.render.graph;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.Otio;
import io.patchwork.worker.PlanText;
import io.patchwork.worker.TestPicture;
import io.patchwork.worker.composition.TestTimeline;
import io.patchwork.worker.ffmpeg.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How sounds are cut, retimed, made softer and laid over each other. A frame is 1920 samples. */
@ExtendWith(Golden.Finder.class)
final class MixGraphTest {

  private static final Otio OTIO = new Otio("25");

  /** Of 31 frames from the 53rd on. */
  private static String clip(String effects, String treatment) {
    return OTIO.clip("asset:a", 53, 31, effects, treatment);
  }

  /** One track of sounds of 100 seconds. */
  private static TestFilm film(String... items) {
    return new TestFilm(new Otio("25").track("Audio", items))
        .profile("wav")
        .audio("a", "audio/wav", TestTimeline.stereo(0, 44_100), 100);
  }

  private static Pass pass(TestFilm film) throws Exception {
    return MixGraph.pass(film.soundtrack().mix(), "log", List.of());
  }

  private static void tracks(Golden golden, TestFilm film) throws Exception {
    tracks(golden, film, "a[0-9]+");
  }

  private static void tracks(Golden golden, TestFilm film, String labels) throws Exception {
    Pass pass = pass(film);
    List<String> lines = new ArrayList<>();
    pass.inputs().forEach(input -> lines.add("input: " + PlanText.input(input)));
    lines.add(PlanText.graph(pass.graph(), label -> label.matches(labels)));
    golden.shows(film.input(), film.named(String.join("\n", lines)));
  }

  @Test
  void aSoundIsCutToTheSample(Golden golden) throws Exception {
    tracks(golden, film(clip("", "")));
  }

  private static String channels(int... numbers) {
    String all =
        Arrays.stream(numbers)
            .mapToObj(each -> "{\"Source Channel ID\":" + each + ",\"Source Track ID\":0}")
            .collect(Collectors.joining(","));
    return clip("", "")
        .replace("\"metadata\":{", "\"metadata\":{\"Resolve_OTIO\":{\"Channels\":[" + all + "]},");
  }

  @Test
  void aChannelIsHeardOnBothSidesAndTwoAreLeftAndRight(Golden golden) throws Exception {
    tracks(golden, film(channels(1), channels(1, 0)));
  }

  @Test
  void aChannelThatIsNotThereIsASilentSide(Golden golden) throws Exception {
    tracks(golden, film(channels(7, 1)));
  }

  /** A lossless copy is in stereo. */
  @Test
  void theThirdOfFourChannelsIsReadFromTheFileItself(Golden golden) throws Exception {
    AudioStream four = new AudioStream(0, "pcm_s16le", 48_000, 4, "4.0", RationalTime.ZERO, null);

    tracks(
        golden,
        new TestFilm(new Otio("25").track("Audio", channels(2)))
            .profile("wav")
            .copied("a", four, 100));
  }

  @Test
  void aSoundIsCountedFromTheFirstFrameOfItsPicture(Golden golden) throws Exception {
    AudioStream late =
        new AudioStream(3, "aac", 48_000, 2, "stereo", RationalTime.ofSeconds(13, 10), null);

    tracks(
        golden,
        new TestFilm(new Otio("25").track("Audio", clip("", "")))
            .profile("wav")
            .video("a", "video/mp4", TestPicture.of(640, 360).from(7, 5).stream(), late));
  }

  @Test
  void aLosslessCopyIsDoubledBecauseItIsHalfAsLoud(Golden golden) throws Exception {
    tracks(
        golden,
        new TestFilm(new Otio("25").track("Audio", clip("", "")))
            .profile("wav")
            .copied("a", TestTimeline.stereo(1, 44_100), 100));
  }

  @Test
  void whereNothingSoundsThereIsSilence(Golden golden) throws Exception {
    TestFilm film =
        film(OTIO.gap(7), OTIO.clip("asset:a", 53, 31), OTIO.gap(4), OTIO.clip("asset:a", 0, 5));

    tracks(golden, film, "a[0245]");
  }

  @Test
  void aLaneIsSilentUpToTheEndOfTheFilm(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track("Audio", OTIO.clip("asset:a", 53, 20)).track("Audio", OTIO.clip("asset:a", 0, 31));

    tracks(
        golden,
        new TestFilm(otio)
            .profile("wav")
            .audio("a", "audio/wav", TestTimeline.stereo(0, 44_100), 100),
        "a[12]");
  }

  @Test
  void lanesAreMixedAsLoudAsTheyAreAndMeasured(Golden golden) throws Exception {
    TestFilm film =
        new TestFilm(new Otio("25").track("Audio", clip("", "")).track("Audio", clip("", "")))
            .profile("wav")
            .audio("a", "audio/wav", TestTimeline.stereo(0, 44_100), 100);

    golden.shows(
        film.input(),
        PlanText.graph(pass(film).graph(), label -> label.matches("sound|measured|loudness")));
  }

  @Test
  void aGainInDecibelsIsOneVolume(Golden golden) throws Exception {
    tracks(golden, film(clip("", "\"gain\":\"-7.5dB\"")), "a0");
  }

  @Test
  void aGainWithKeysIsComputedForEverySample(Golden golden) throws Exception {
    tracks(
        golden,
        film(clip("", "\"gain\":[{\"at\":0.2,\"value\":0.5},{\"at\":0.7,\"value\":2}]")),
        "a0");
  }

  @Test
  void aSoundFadesInAndOut(Golden golden) throws Exception {
    tracks(golden, film(clip("", "\"fadeIn\":0.4,\"fadeOut\":0.3")), "a0");
  }

  @Test
  void aFadeAsLongAsItsSoundIsAfade(Golden golden) throws Exception {
    tracks(golden, film(OTIO.clip("asset:a", 53, 20, "", "\"fadeOut\":0.8")), "a0");
  }

  @Test
  void aPanLeavesOneSideAsItIs(Golden golden) throws Exception {
    tracks(golden, film(clip("", "\"pan\":0.3")), "a0");
  }

  @Test
  void aSpeedIsAQuotientOfRates(Golden golden) throws Exception {
    tracks(golden, film(clip(Otio.speed("1.5"), "")));
  }

  @Test
  void aSoundThatRunsBackwardsIsReversed(Golden golden) throws Exception {
    tracks(golden, film(clip(Otio.speed("-0.5"), "")));
  }

  @Test
  void aCrossFadeOfSoundsIsTwoFadesInTwoLanes(Golden golden) throws Exception {
    TestFilm film =
        film(OTIO.clip("asset:a", 53, 20), OTIO.transition(4, 3), OTIO.clip("asset:a", 200, 15));

    tracks(golden, film, "a[034]");
  }

  @Test
  void aSoundIsDuckedWhileItsGroupSounds(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track(
        "Audio",
        OTIO.clip(
            "asset:a",
            0,
            100,
            "",
            "\"duck\":{\"under\":\"voice\",\"by\":0.25,\"attack\":0.2,\"release\":0.6}"));
    otio.track("Audio", OTIO.gap(40), OTIO.clip("asset:a", 500, 20, "", "\"group\":\"voice\""));

    tracks(
        golden,
        new TestFilm(otio)
            .profile("wav")
            .audio("a", "audio/wav", TestTimeline.stereo(0, 44_100), 100),
        "a0");
  }
}
