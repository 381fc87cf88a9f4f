package io.patchwork.schema.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Track;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an editor's metadata becomes a treatment, and what is named. */
final class EditorEffectsTest {

  private static String time(double value) {
    return "{\"OTIO_SCHEMA\":\"RationalTime.1\",\"value\":" + value + ",\"rate\":24.0}";
  }

  private static Clip clip(String effects) throws InvalidTimeline {
    return clip(effects, "", 48);
  }

  /** A clip of two seconds from frame {@code start} on, at 24 frames a second. */
  private static Clip clip(String effects, String metadata, int start) throws InvalidTimeline {
    String document =
        """
        {"OTIO_SCHEMA":"Timeline.1","tracks":{"OTIO_SCHEMA":"Stack.1","metadata":{
          "PremierePro_OTIO":{"VideoResolution":{"width":1920,"height":1080}}},"children":[
          {"OTIO_SCHEMA":"Track.1","kind":"Video","children":[
            {"OTIO_SCHEMA":"Clip.2","name":"c","metadata":{%s},"effects":[%s],
             "source_range":{"OTIO_SCHEMA":"TimeRange.1","start_time":%s,"duration":%s},
             "media_references":{"DEFAULT_MEDIA":{"OTIO_SCHEMA":"ExternalReference.1",
             "target_url":"asset:a"}}}]}]}}\
        """
            .formatted(metadata, effects, time(start), time(48));
    Timeline timeline = OtioReader.read(document.getBytes(StandardCharsets.UTF_8));
    return (Clip) ((Track) timeline.tracks().children().getFirst()).children().getFirst();
  }

  private static String resolve(String name, int type, boolean isEnabled, String... parameters) {
    return """
    {"OTIO_SCHEMA":"Effect.1","effect_name":"Resolve Effect","metadata":{"Resolve_OTIO":{
      "Effect Name":"%s","Name":"Umwandeln","Enabled":%s,"Type":%d,"Parameters":[%s]}}}\
    """
        .formatted(name, isEnabled, type, String.join(",", parameters));
  }

  private static String parameter(String id, String value, String normal, String keys) {
    return """
    {"Parameter ID":"%s","Parameter Value":%s,"Default Parameter Value":%s,"Key Frames":{%s}}\
    """
        .formatted(id, value, normal, keys);
  }

  private static String premiere(String match, String... parameters) {
    return """
    {"OTIO_SCHEMA":"Effect.1","effect_name":"Bewegung","metadata":{"PremierePro_OTIO":{
      "IsIntrinsic":true,"MatchName":"%s","Parameters":[%s]}}}\
    """
        .formatted(match, String.join(",", parameters));
  }

  private static String value(int id, String value) {
    return """
    {"DisplayName":"Größe","ID":%d,"StartValue":{"Position":{"rate":24.0,"value":-8640000},
      "Value":%s}}\
    """
        .formatted(id, value);
  }

  private static String key(double position, String value) {
    return "{\"Position\":" + time(position) + ",\"Value\":" + value + "}";
  }

  private static String keys(int id, String... keys) {
    return "{\"DisplayName\":\"x\",\"ID\":%d,\"Keyframes\":[%s]}"
        .formatted(id, String.join(",", keys));
  }

  private static EditorTransform transform(Clip clip) {
    return clip.common().treatment().look().transform();
  }

  private static Curve opacity(Clip clip) {
    return clip.common().treatment().look().opacity();
  }

  private static Curve gain(Clip clip) {
    return clip.common().treatment().mix().gain();
  }

  private static List<String> lost(Clip clip) {
    return clip.common().effects().stream()
        .filter(Effect.Other.class::isInstance)
        .map(effect -> ((Effect.Other) effect).name())
        .toList();
  }

  private static Curve line(String... timesAndValues) {
    List<Curve.Key> keys = new java.util.ArrayList<>();
    for (int i = 0; i < timesAndValues.length; i += 2) {
      keys.add(
          new Curve.Key(
              RationalTime.parse(timesAndValues[i]), Fraction.parse(timesAndValues[i + 1])));
    }
    return new Curve(keys);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"Parameter ID\":\"transformationZoomX\",\"Parameter Value\":1.0,"
            + "\"Default Parameter Value\":1}]",
        "[{\"Parameter ID\":\"eq band index\",\"Parameter Value\":3,"
            + "\"Default Parameter Value\":3}]",
        "[{\"Parameter ID\":\"dynamicZoomCenter\",\"Parameter Value\":[0,0.0],"
            + "\"Default Parameter Value\":[0.0,0.0]}]",
        "[{\"Parameter ID\":\"opacity\",\"Parameter Value\":100.0}]"
      })
  void whatIsAtItsDefaultIsNothing(String parameters) throws Exception {
    Clip clip =
        clip(
            resolve("Transform", 2, true)
                .replace("\"Parameters\":[]", "\"Parameters\":" + parameters));

    assertThat(lost(clip)).isEmpty();
    assertThat(clip.common().treatment()).isEqualTo(Treatment.PLAIN);
  }

  @Test
  void whatIsSwitchedOffIsNothing() throws Exception {
    Clip clip =
        clip(resolve("Transform", 2, false, parameter("transformationZoomX", "2", "1", "")));

    assertThat(clip.common().treatment()).isEqualTo(Treatment.PLAIN);
    assertThat(clip.common().effects()).isEmpty();
  }

  @Test
  void keysOfResolveAreNumbersInAnyOrderAndTheValueIsThatAtThePlayhead() throws Exception {
    String keys = "\"24\":{\"Value\":50.0},\"3\":{\"Value\":0.0},\"203\":{\"Value\":100.0}";

    Clip clip = clip(resolve("Composite", 1, true, parameter("opacity", "77.0", "100.0", keys)));

    assertThat(opacity(clip)).isEqualTo(line("1/8", "0", "1", "1/2", "203/24", "1"));
    assertThat(lost(clip)).isEmpty();
  }

  @Test
  void zoomOfResolveIsOfTheFittedPictureAndPanAndTiltOfTheFrame() throws Exception {
    Clip clip =
        clip(
            resolve(
                "Transform",
                2,
                true,
                parameter("transformationZoomX", "0.5", "1.0", ""),
                parameter("transformationPan", "-0.25", "0.0", ""),
                parameter("transformationTilt", "0.125", "0.0", "")));

    assertThat(transform(clip))
        .isEqualTo(
            new EditorTransform(
                line("0", "1/2"),
                Curve.ONE,
                line("0", "-1/4"),
                line("0", "-1/8"),
                new EditorTransform.Unit.Frame()));
  }

  /** Without handles a line; with them 16, on the curve. */
  @Test
  void aCurveBecomesSixteenLines() throws Exception {
    String keys =
        "\"0\":{\"Value\":0,\"OutBez\":{\"OutBez\":[24,0]}},"
            + "\"48\":{\"Value\":100,\"InBez\":{\"InBez\":[-24,0]}}";

    Curve opacity =
        opacity(clip(resolve("Composite", 1, true, parameter("opacity", "0", "100", keys))));

    assertThat(opacity.keys()).hasSize(17);
    assertThat(opacity.at(RationalTime.parse("1"))).isEqualTo(Fraction.of(1, 2));
    // Of the parameter 1/4: at 2 × (3/4²×1/4×3×1/2 + 3×3/4×1/4²×1/2 + 1/4³) s is 5/32.
    assertThat(opacity.at(RationalTime.parse("5/16").plus(RationalTime.parse("1/4"))))
        .isGreaterThan(Fraction.of(1, 10))
        .isLessThan(Fraction.of(1, 4));
  }

  @ParameterizedTest
  @CsvSource({"-6.0206, 1/2", "-100.0, 0/1", "-130, 0/1", "6.0206, 2/1"})
  void volumeOfResolveIsInDecibelsAndMinusHundredIsSilence(String level, String gain)
      throws Exception {
    Clip clip =
        clip(
            resolve(
                "Fairlight Clip Volume and Fades",
                62,
                true,
                parameter("volume", level, "0.0", "")));

    assertThat(gain(clip)).isEqualTo(Curve.constant(Fraction.parse(gain)));
  }

  @Test
  void aLevelChangesEvenlyInDecibels() throws Exception {
    String keys = "\"48\":{\"Value\":-40.0},\"0\":{\"Value\":0.0}";

    Curve gain =
        gain(clip(resolve("Lautstärke", 62, true, parameter("volume", "-3.0", "0.0", keys))));

    assertThat(gain.keys()).hasSize(17);
    // -20 dB.
    assertThat(gain.at(RationalTime.parse("1"))).isEqualTo(Fraction.of(1, 10));
  }

  @Test
  void fadesOfResolveAreCountedInFrames() throws Exception {
    VideoTreatment look =
        clip(resolve("Video Faders", 36, true, parameter("videoFaderOut", "12", "0", "")))
            .common()
            .treatment()
            .look();

    assertThat(look.fadeOut()).isEqualTo(RationalTime.parse("1/2"));
    assertThat(look.fadeIn()).isEqualTo(RationalTime.ZERO);
  }

  @Test
  void whatHasNoTreatmentIsNamedOnceWithItsParts() throws Exception {
    Clip clip =
        clip(
            resolve(
                    "Transform",
                    2,
                    true,
                    parameter("transformationRotationAngle", "7.5", "0.0", ""),
                    parameter("transformationFlipX", "true", "false", ""),
                    parameter("transformationFlipY", "true", "false", ""))
                + ","
                + resolve("Cropping", 3, true, parameter("cropLeft", "0.1", "0.0", ""))
                + ","
                + resolve("Composite", 1, true, parameter("composite mode", "5", "0", ""))
                + ","
                + resolve("Gaussian Blur", 24, true, parameter("strength", "0.5", "0.0", ""))
                + ",{\"OTIO_SCHEMA\":\"Effect.1\",\"effect_name\":\"Sepia\"}");

    assertThat(lost(clip))
        .containsExactly(
            "Sepia",
            "Transform (rotation, flip)",
            "Cropping (crop)",
            "Composite (composite mode)",
            "Gaussian Blur (strength)");
  }

  @Test
  void whatPatchworkSaysOfAClipGoesFirst() throws Exception {
    Clip clip =
        clip(
            resolve("Composite", 1, true, parameter("opacity", "50", "100", ""))
                + ","
                + resolve("Transform", 2, true, parameter("transformationPan", "0.5", "0", "")),
            "\"patchwork\":{\"opacity\":0.25,\"rectangle\":{\"width\":0.5}}",
            0);

    assertThat(opacity(clip)).isEqualTo(Curve.constant(Fraction.of(1, 4)));
    assertThat(transform(clip).isNone()).isTrue();
  }

  @Test
  void keysOfPremiereLieInMediaTimeAndMayLieBeforeTheInPoint() throws Exception {
    Clip clip =
        clip(premiere("AE.ADBE Opacity", keys(1, key(72, "100.0"), key(24, "0"), key(48, "50"))));

    assertThat(opacity(clip)).isEqualTo(line("-1", "0", "0", "1/2", "1", "1"));
    assertThat(lost(clip)).isEmpty();
  }

  @Test
  void keysOfPremiereFollowAReverseOfAllOfTheMedia() throws Exception {
    String document =
        """
        {"OTIO_SCHEMA":"Timeline.1","tracks":{"OTIO_SCHEMA":"Stack.1","children":[
          {"OTIO_SCHEMA":"Track.1","kind":"Video","children":[
            {"OTIO_SCHEMA":"Clip.2","name":"c","effects":[%s],
             "media_references":{"DEFAULT_MEDIA":{"OTIO_SCHEMA":"ExternalReference.1",
             "available_range":{"OTIO_SCHEMA":"TimeRange.1","start_time":%s,"duration":%s},
             "target_url":"asset:a"}}}]}]}}\
        """
            .formatted(
                "{\"OTIO_SCHEMA\":\"LinearTimeWarp.1\",\"time_scalar\":-1},"
                    + premiere("AE.ADBE Opacity", keys(1, key(48, "0"), key(96, "100"))),
                time(48),
                time(48));
    Timeline timeline = OtioReader.read(document.getBytes(StandardCharsets.UTF_8));
    Clip clip = (Clip) ((Track) timeline.tracks().children().getFirst()).children().getFirst();

    assertThat(opacity(clip)).isEqualTo(line("0", "1", "2", "0"));
  }

  @Test
  void aKeyBeyondAnyFrameIsNotRead() throws Exception {
    String keys = "\"-9223372036854775808\":{\"Value\":0},\"48\":{\"Value\":100}";

    assertThat(lost(clip(resolve("Composite", 1, true, parameter("opacity", "0", "100", keys)))))
        .containsExactly("Composite (opacity)");
  }

  @ParameterizedTest
  @CsvSource({"2, 0, 1/2", "0.5, 0, 2", "-1, 1, 2"})
  void keysOfPremiereFollowTheSpeed(String speed, String first, String last) throws Exception {
    String warp = "{\"OTIO_SCHEMA\":\"LinearTimeWarp.1\",\"time_scalar\":" + speed + "}";

    Curve opacity =
        opacity(
            clip(warp + "," + premiere("AE.ADBE Opacity", keys(1, key(48, "0"), key(72, "100")))));

    boolean isReversed = speed.startsWith("-");
    assertThat(opacity)
        .isEqualTo(line(first, isReversed ? "1" : "0", last, isReversed ? "0" : "1"));
  }

  @Test
  void motionOfPremiereIsInPixelsOfTheMediaAndSizesOfTheFrame() throws Exception {
    Clip clip =
        clip(
            premiere(
                "AE.ADBE Motion",
                value(1, "{\"X\":0.75,\"Y\":0.25}"),
                value(2, "50.0"),
                value(3, "100.0"),
                value(4, "true"),
                value(5, "0.0"),
                value(6, "{\"X\":0.5,\"Y\":0.5}")));

    assertThat(transform(clip))
        .isEqualTo(
            new EditorTransform(
                line("0", "1/2"),
                line("0", "1/2"),
                line("0", "1/4"),
                line("0", "-1/4"),
                new EditorTransform.Unit.Pixels(1920, 1080)));
    assertThat(lost(clip)).isEmpty();
  }

  @Test
  void whatPremiereWritesWithoutAValueIsNothingAndTheRestIsNamed() throws Exception {
    Clip clip =
        clip(
            premiere("Internal Volume Stereo", keys(0), keys(1))
                + ","
                + premiere("PanProcessor", value(0, "0.5"))
                + ","
                + premiere("AE.ADBE Opacity", value(2, "10"))
                + ","
                + premiere("AE.ADBE Motion", value(5, "90.0"), value(8, "12.5"))
                + ","
                + premiere("AE.ADBE Invert").replace("true", "false"));

    assertThat(lost(clip))
        .containsExactly("Opacity (blend mode)", "Motion (rotation, crop)", "Bewegung");
    assertThat(gain(clip)).isEqualTo(Curve.ONE);
  }

  @Test
  void theChannelsOfAClipAreRead() throws Exception {
    String resolve =
        "\"Resolve_OTIO\":{\"Channels\":[{\"Source Channel ID\":1,\"Source Track ID\":2}]}";
    String premiere =
        "\"PremierePro_OTIO\":{\"AudioChannels\":{\"ChannelType\":\"Mono\","
            + "\"SecondaryAssignments\":[{\"SecondaryChannelIndex\":1}]}}";

    assertThat(clip("", resolve, 0).common().treatment().mix().channels())
        .containsExactly(new SourceChannel(2, 1));
    assertThat(clip("", premiere, 0).common().treatment().mix().channels())
        .containsExactly(new SourceChannel(0, 1));
  }
}
