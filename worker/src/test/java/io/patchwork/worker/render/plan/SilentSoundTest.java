package io.patchwork.worker.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Presence;
import io.patchwork.schema.lineage.Use;
import io.patchwork.worker.Otio;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gain 0 is silence, whoever set it. */
final class SilentSoundTest {

  private static final Otio OTIO = new Otio("25");

  private static Lineage lineage(String clip, String track) throws Exception {
    Otio otio = new Otio("25").track("Video", OTIO.clip("asset:v", 0, 50));
    otio.treated("Audio", track, OTIO.clip("asset:a", 0, 50, "", clip));
    return TestPlans.plan(otio).lineage();
  }

  private static List<String> silence(Lineage lineage) {
    return lineage.generated().stream()
        .filter(part -> part.medium() == Medium.AUDIO)
        .map(Generated::out)
        .map(out -> out.start() + " to " + out.end())
        .toList();
  }

  private static List<String> heard(Lineage lineage) {
    return lineage.uses().stream()
        .filter(use -> use.medium() == Medium.AUDIO && use.isPresent())
        .map(Use::out)
        .map(out -> out.start() + " to " + out.end())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "-",
      value = {
        "\"gain\":0 | -",
        "\"gain\":\"-inf dB\" | -",
        "\"gain\":\"-200 dB\" | -",
        "\"gain\":[{\"at\":0,\"value\":0},{\"at\":1,\"value\":0}] | -",
        "\"gain\":2 | \"gain\":\"0/1\"",
        "\"gain\":0,\"fadeIn\":1,\"fadeOut\":1 | -"
      })
  void nobodyIsHeardAtGainZero(String clip, String track) throws Exception {
    Lineage lineage = lineage(clip, track == null ? "" : track);

    assertThat(heard(lineage)).isEmpty();
    assertThat(silence(lineage)).containsExactly("0/1 to 2/1");
    assertThat(Presence.of(lineage)).allMatch(person -> person.heard().seconds().signum() == 0);
    assertThat(lineage.uses())
        .filteredOn(use -> use.medium() == Medium.AUDIO)
        .isNotEmpty()
        .allMatch(use -> use.visible().signum() == 0);
  }

  @Test
  void aKeyedGainIsSilentWhileItIsZero() throws Exception {
    Lineage lineage =
        lineage(
            "\"gain\":[{\"at\":0.4,\"value\":1},{\"at\":0.8,\"value\":0},"
                + "{\"at\":1.2,\"value\":0},{\"at\":1.6,\"value\":1}]",
            "");

    assertThat(silence(lineage)).containsExactly("4/5 to 6/5");
    assertThat(heard(lineage)).doesNotContain("4/5 to 6/5").hasSize(4);
  }

  @Test
  void whatIsDuckedToNothingIsSilentOnItsOwn() throws Exception {
    Otio otio = new Otio("25").track("Video", OTIO.clip("asset:v", 0, 50));
    otio.treated(
        "Audio",
        "\"duck\":{\"under\":\"voice\",\"by\":0,\"attack\":0.2,\"release\":0.2}",
        OTIO.clip("asset:a", 0, 50));
    otio.treated(
        "Audio", "\"group\":\"voice\",\"gain\":0", OTIO.gap(20), OTIO.clip("asset:b", 0, 10));

    Lineage lineage = TestPlans.plan(otio).lineage();

    assertThat(silence(lineage)).containsExactly("4/5 to 6/5");
  }

  @Test
  void aPanMovesAndNeverMutes() throws Exception {
    Lineage lineage = lineage("\"pan\":1", "");

    assertThat(heard(lineage)).containsExactly("0/1 to 2/1");
    assertThat(silence(lineage)).isEmpty();
  }

  @Test
  void silenceEndsWhereAnotherIsHeard() throws Exception {
    Otio otio = new Otio("25").track("Video", OTIO.clip("asset:v", 0, 50));
    otio.track("Audio", OTIO.clip("asset:a", 0, 50, "", "\"gain\":0"));
    otio.track("Audio", OTIO.gap(25), OTIO.clip("asset:b", 0, 25));

    assertThat(silence(TestPlans.plan(otio).lineage())).containsExactly("0/1 to 1/1");
  }
}
