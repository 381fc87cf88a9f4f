package io.patchwork.worker.attribution;

import io.patchwork.schema.lineage.Credit;
import io.patchwork.worker.Golden;
import io.patchwork.worker.LineageText;
import io.patchwork.worker.Otio;
import io.patchwork.worker.edit.Edit;
import io.patchwork.worker.edit.Mixer;
import io.patchwork.worker.edit.TestEdit;
import io.patchwork.worker.edit.Voice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is heard, and how loud. */
@ExtendWith(Golden.Finder.class)
final class SoundLineageTest {

  private static final Otio OTIO = new Otio("25");

  private static void uses(Golden golden, Otio otio) throws Exception {
    TestEdit film =
        new TestEdit(otio)
            .sound("a", "audio/wav", TestEdit.stereo(0, 44_100), 100)
            .sound("b", "audio/wav", TestEdit.stereo(0, 44_100), 100);
    Edit edit = film.edit(false);
    long samples = edit.duration().nearestSample(Voice.SAMPLE_RATE);
    List<List<Voice>> voices = Mixer.voices(edit, samples);
    LineageBuilder lineage = new LineageBuilder();
    for (List<Voice> track : voices) {
      for (Voice voice : track) {
        lineage.credit(
            new Credit(
                voice.source().asset(),
                voice.source().sha256(),
                List.of(),
                List.of(),
                null,
                List.of()));
      }
    }
    SoundLineage.add(lineage, voices, samples, edit.duration());
    golden.shows(film.input(), LineageText.of(lineage));
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

  @Test
  void tracksAreLayersAndASpeedIsOfTheSource(Golden golden) throws Exception {
    Otio otio = new Otio("25");
    otio.track("Audio", OTIO.clip("asset:a", 50, 25));
    otio.track("Audio", OTIO.gap(5), OTIO.clip("asset:b", 100, 20, Otio.speed("-1.5"), ""));

    uses(golden, otio);
  }
}
