package io.patchwork.worker.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.Golden;
import io.patchwork.worker.LineageText;
import io.patchwork.worker.Otio;
import io.patchwork.worker.composition.MixClip;
import io.patchwork.worker.composition.MixPlanner;
import io.patchwork.worker.composition.ResolvedTimeline;
import io.patchwork.worker.composition.TestTimeline;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is heard, and how loud. */
@ExtendWith(Golden.Finder.class)
final class AudioLineageTest {

  private static final Otio OTIO = new Otio("25");

  private static void uses(Golden golden, Otio otio) throws Exception {
    TestTimeline film =
        new TestTimeline(otio)
            .audio("a", "audio/wav", TestTimeline.stereo(0, 44_100), 100)
            .audio("b", "audio/wav", TestTimeline.stereo(0, 44_100), 100);
    ResolvedTimeline edit = film.edit(false);
    golden.shows(film.input(), LineageText.of(lineage(edit, edit.duration())));
  }

  private static LineageBuilder lineage(ResolvedTimeline edit, RationalTime duration)
      throws Exception {
    long samples = duration.nearestSample(MixClip.SAMPLE_RATE);
    List<List<MixClip>> mixClips = MixPlanner.mixClips(edit, samples);
    LineageBuilder lineage = new LineageBuilder();
    for (List<MixClip> track : mixClips) {
      for (MixClip mixClip : track) {
        lineage.credit(
            new Credit(mixClip.source().asset(), mixClip.source().sha256(), List.of(), List.of()));
      }
    }
    AudioLineage.add(lineage, mixClips, samples, duration);
    return lineage;
  }

  @Test
  void aSoundIsHeardWhereItIsAndBetweenThemIsSilence(Golden golden) throws Exception {
    uses(
        golden,
        new Otio("25")
            .track(
                "Audio",
                OTIO.gap(5),
                OTIO.clip("asset:a", 50, 20),
                OTIO.gap(10),
                OTIO.clip("asset:b", 30, 15),
                OTIO.gap(25)));
  }

  @Test
  void aGainIsToldInRamps(Golden golden) throws Exception {
    String gain = "\"gain\":[{\"at\":0.2,\"value\":0.5},{\"at\":0.6,\"value\":2}]";

    uses(golden, new Otio("25").track("Audio", OTIO.clip("asset:a", 50, 25, "", gain)));
  }

  @Test
  void aCrossFadeIsTwoUsesAtOnce(Golden golden) throws Exception {
    uses(
        golden,
        new Otio("25")
            .track(
                "Audio",
                OTIO.clip("asset:a", 50, 20),
                OTIO.transition(5, 5),
                OTIO.clip("asset:b", 30, 15)));
  }

  /** 261 frames last 418,017.6 samples; the film ends before the last of them does. */
  @Test
  void aFadeIsToldToTheEndOfTheFilmAndNotOfItsLastSample() throws Exception {
    Otio ntsc = new Otio("29.97002997002997");
    ResolvedTimeline whole =
        new TestTimeline(
                ntsc.track("Audio", ntsc.clip("asset:a", 0, 270, "", "\"fadeOut\":\"1/2\"")))
            .audio("a", "audio/wav", TestTimeline.stereo(0, 44_100), 100)
            .edit(false);
    RationalTime end = RationalTime.ofSeconds(87_087, 10_000);

    Use last = lineage(whole, end).uses().getLast();

    assertThat(last.out().end()).isEqualTo(end);
    assertThat(last.weight()).containsExactly(new Ramp(Fraction.ONE, Fraction.of(3003, 5000)));
  }

  @Test
  void tracksAreLayersAndASpeedIsOfTheSource(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track("Audio", OTIO.clip("asset:a", 50, 25));
    otio.track("Audio", OTIO.gap(5), OTIO.clip("asset:b", 100, 20, Otio.speed("-1.5"), ""));

    uses(golden, otio);
  }
}
