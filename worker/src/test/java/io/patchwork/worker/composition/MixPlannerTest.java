package io.patchwork.worker.composition;

import io.patchwork.worker.Golden;
import io.patchwork.worker.Otio;
import io.patchwork.worker.PlanText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Which clips of a timeline are mixed, from which sample on and how loud. A frame is 1920 samples.
 */
@ExtendWith(Golden.Finder.class)
final class MixPlannerTest {

  private static final Otio OTIO = new Otio("25");

  private static TestTimeline track(String... items) {
    return film(new Otio("25").track("Audio", items));
  }

  /** Two sounds, of 100 seconds and of 3. */
  private static TestTimeline film(Otio otio) {
    return new TestTimeline(otio)
        .audio("a", "audio/wav", TestTimeline.stereo(0, 44_100), 100)
        .audio("b", "audio/wav", TestTimeline.stereo(0, 44_100), 3);
  }

  private static void mixClips(Golden golden, TestTimeline film) throws Exception {
    ResolvedTimeline edit = film.edit(true);
    long samples = edit.duration().nearestSample(MixClip.SAMPLE_RATE);
    golden.shows(
        film.input(), PlanText.plain(LayerText.mixClips(MixPlanner.mixClips(edit, samples))));
  }

  @Test
  void soundsFollowEachOtherOnTheSample(Golden golden) throws Exception {
    mixClips(
        golden, track(OTIO.clip("asset:a", 53, 20), OTIO.gap(4), OTIO.clip("asset:b", 30, 15)));
  }

  @Test
  void aCrossFadeLendsBothSoundsTheirHandles(Golden golden) throws Exception {
    mixClips(
        golden,
        track(OTIO.clip("asset:a", 53, 20), OTIO.transition(4, 3), OTIO.clip("asset:b", 30, 15)));
  }

  @Test
  void powersOfAnEqualPowerCrossFadeSumToOne(Golden golden) throws Exception {
    mixClips(
        golden,
        track(
            OTIO.clip("asset:a", 53, 20),
            OTIO.transition(4, 4, "\"curve\":\"equal-power\""),
            OTIO.clip("asset:b", 30, 15)));
  }

  @Test
  void gainsOfAClipAndOfItsTrackAreFactors(Golden golden) throws Exception {
    String gain = "\"gain\":[{\"at\":0.2,\"value\":0.5},{\"at\":0.6,\"value\":2}]";
    Otio otio = new Otio("25");
    otio.treated(
        "Audio",
        "\"gain\":0.25",
        OTIO.gap(5),
        OTIO.clip("asset:a", 53, 20, "", gain + ",\"pan\":-0.4"));

    mixClips(golden, film(otio));
  }

  @Test
  void aFadeOfATrackGoesOnOverItsClips(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.treated(
        "Audio", "\"fadeIn\":1", OTIO.clip("asset:a", 53, 20), OTIO.clip("asset:b", 30, 15));

    mixClips(golden, film(otio));
  }

  @Test
  void whereASoundHasEndedItIsNotHeard(Golden golden) throws Exception {
    mixClips(golden, track(OTIO.clip("asset:b", 53, 31)));
  }

  @Test
  void aSoundAtAnotherSpeedTakesSoMuchMoreOrLess(Golden golden) throws Exception {
    mixClips(
        golden,
        track(
            OTIO.clip("asset:a", 53, 20, Otio.speed("1.5"), ""),
            OTIO.clip("asset:a", 90, 10, Otio.speed("-0.5"), ""),
            OTIO.clip("asset:a", 90, 10, Otio.speed("0"), "")));
  }
}
