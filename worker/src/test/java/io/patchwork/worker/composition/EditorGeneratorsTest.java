package io.patchwork.worker.composition;

import static io.patchwork.worker.composition.CaseTimelines.clip;
import static io.patchwork.worker.composition.CaseTimelines.resolve;
import static io.patchwork.worker.composition.CaseTimelines.time;
import static io.patchwork.worker.composition.CaseTimelines.timeline;
import static io.patchwork.worker.composition.ShownFrames.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.worker.failure.Failure.Refused;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Colours, bars and generators of editors. */
final class EditorGeneratorsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kdenlive:SolidColor | {"kdenlive":{"color":"0xff8000ff"}} | #ff8000
          kdenlive:SolidColor | {"kdenlive":{"color":"#80ff8000"}}  | mix
          SolidColor          | {"color":"0x00FF00ff"}              | #00ff00
          SolidColor          | {"color":"navy"}                    | #000080
          Solid Color         | {"Resolve_OTIO":[{"Effect Name":"Solid Color","Parameters":[{"Parameter ID":"color","Parameter Value":"#123456"}]}]} | #123456
          Color Matte         | {"color":[1.0,0.5,0.0]}             | #ff8000
          Color               | {"fillcolor":{"alpha":255,"red":10,"green":20,"blue":30}} | #0a141e
          Bars & Tone         | {}                                  | bars
          SMPTE Color Bar     | {}                                  | bars
          Black Video         | {}                                  | #000000
          Transparent Video   | {}                                  | black
          """)
  void coloursAndBarsOfEditorsAreDrawn(String kind, String parameters, String shown)
      throws Exception {
    assertThat(shown(resolve(generator(kind, parameters)))).isEqualTo(shown + "x24");
  }

  private static String generator(String kind, String parameters) {
    return timeline(
        "Video",
        clip("x", "0", "1", "24")
            .replace("ExternalReference", "GeneratorReference")
            .replace(
                "\"target_url\":\"asset:x\"",
                "\"generator_kind\":\"" + kind + "\",\"parameters\":" + parameters));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Rich                  | {}                | generator "Rich"
          kdenlive:Noise        | {}                | generator "kdenlive:Noise"
          Universal Counting Leader | {}            | generator "Universal Counting Leader"
          SolidColor            | {"color":"ultra"} | "ultra"
          SolidColor            | {"color":[1,2]}   | [1,2]
          """)
  void aGeneratorThatIsNotKnownIsNamedWithItsClip(String kind, String parameters, String says) {
    assertThatThrownBy(() -> resolve(generator(kind, parameters)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(says)
        .hasMessageContaining("\"c\" at 0:00:00.000");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"Bars and Tone, true", "SMPTEBars, false", "Slug, false"})
  void onAnAudioTrackOnlyALostToneIsAWarning(String generator, boolean isLost) throws Exception {
    String bars =
        """
        {"OTIO_SCHEMA":"Clip.2","name":"bars","source_range":{"OTIO_SCHEMA":"TimeRange.1",
        "start_time":%s,"duration":%s},"media_references":{"DEFAULT_MEDIA":
        {"OTIO_SCHEMA":"GeneratorReference.1","generator_kind":"%s","parameters":{}}}}
        """
            .formatted(time("0", "24"), time("24", "24"), generator);

    ResolvedTimeline timeline = resolve(timeline("Audio", bars));

    assertThat(isLost ? timeline.warnings() : timeline.notes())
        .singleElement()
        .asString()
        .contains(isLost ? "the tone is not made" : "so it is silent");
    assertThat(timeline.remarks()).hasSize(1);
  }
}
