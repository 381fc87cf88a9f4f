package io.patchwork.schema.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Track;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OtioReaderTest {

  private static String time(String value, String rate) {
    return """
    {"OTIO_SCHEMA":"RationalTime.1","value":%s,"rate":%s}\
    """
        .formatted(value, rate);
  }

  private static String range(String start, String duration, String rate) {
    return """
    {"OTIO_SCHEMA":"TimeRange.1","start_time":%s,"duration":%s}\
    """
        .formatted(time(start, rate), time(duration, rate));
  }

  private static String clip(String range) {
    return """
    {"OTIO_SCHEMA":"Clip.2","name":"c","source_range":%s,"active_media_reference_key":"M",
     "media_references":{"M":{"OTIO_SCHEMA":"ExternalReference.1","target_url":"asset:a",
     "available_range":null}}}\
    """
        .formatted(range);
  }

  private static String timeline(String children) {
    return """
    {"OTIO_SCHEMA":"Timeline.1","name":"t","tracks":{"OTIO_SCHEMA":"Stack.1","children":[
      {"OTIO_SCHEMA":"Track.1","kind":"Video","children":[%s]}]}}\
    """
        .formatted(children);
  }

  private static Timeline read(String document) throws InvalidTimeline {
    return OtioReader.read(document.getBytes(StandardCharsets.UTF_8));
  }

  private static Track track(Timeline timeline) {
    return (Track) timeline.tracks().children().getFirst();
  }

  @Test
  void timesAreExactFromTheFirstLine() throws Exception {
    Timeline timeline = read(timeline(clip(range("12", "47.5", "23.976023976023978"))));

    Clip clip = (Clip) track(timeline).children().getFirst();
    assertThat(timeline.rate()).hasToString("24000/1001");
    assertThat(clip.sourceRange())
        .isEqualTo(
            new TimeRange(RationalTime.parse("12012/24000"), RationalTime.parse("95095/48000")));
  }

  @Test
  void oldNamesAndVersionsAreReadAsThePresentOnes() throws Exception {
    String old =
        """
        {"OTIO_SCHEMA":"Timeline.1","tracks":{"OTIO_SCHEMA":"Stack.1","children":[
          {"OTIO_SCHEMA":"Sequence.1","kind":"Video","children":[
            {"OTIO_SCHEMA":"Filler.1","source_range":%s},
            {"OTIO_SCHEMA":"Clip.1","source_range":%s,"media_reference":null},
            {"OTIO_SCHEMA":"Clip.1","source_range":%s,"media_reference":
              {"OTIO_SCHEMA":"ExternalReference.1","target_url":"asset:x"}}]}]}}\
        """
            .formatted(range("0", "10", "25"), range("0", "10", "25"), range("0", "10", "25"));

    Track track = track(read(old));

    assertThat(track.children().get(0)).isInstanceOf(Gap.class);
    assertThat(((Clip) track.children().get(1)).media()).isInstanceOf(MediaReference.Missing.class);
    assertThat(((Clip) track.children().get(2)).media())
        .isEqualTo(new MediaReference.External("asset:x", null));
  }

  @Test
  void theRateOfPicturesOutweighsASampleRate() throws Exception {
    String document =
        """
        {"OTIO_SCHEMA":"Timeline.1","tracks":{"OTIO_SCHEMA":"Stack.1","children":[
          {"OTIO_SCHEMA":"Track.1","kind":"Audio","children":[%s]},
          {"OTIO_SCHEMA":"Track.1","kind":"Video","children":[%s]}]}}\
        """
            .formatted(clip(range("0", "48000", "48000")), clip(range("0", "30", "29.97")));

    assertThat(read(document).rate()).hasToString("30000/1001");
  }

  /** The exact value of either would have thirty million digits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"effects\":[{\"OTIO_SCHEMA\":\"LinearTimeWarp.1\",\"time_scalar\":1e-30000000}]",
        "\"metadata\":{\"patchwork\":{\"opacity\":1e-30000000}}",
        "\"metadata\":{\"patchwork\":{\"fadeIn\":1e-2147483647}}"
      })
  @Timeout(10)
  void aNumberOfManyDigitsIsRefused(String member) {
    String clip = clip(range("0", "48", "24")).replaceFirst("\\{", "{" + member + ",");

    assertThatThrownBy(() -> read(timeline(clip))).isInstanceOf(InvalidTimeline.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a negative duration | 0 | -5 | 24 | is negative; correct it",
        "a rate of zero | 0 | 5 | 0 | rate above 0",
        "a rate that is no number | 0 | 5 | NaN | rate above 0",
        "an endless duration | 0 | Infinity | 24 | rate above 0",
        "a huge duration | 0 | 1e300 | 24 | far too long or has far too many digits",
        "a duration of ages | 0 | 1e15 | 24 | far too long or has far too many digits",
        "a duration beyond a double | 0 | 1e999999999 | 24 | far too long or has far too many digits",
        "a start beyond a double | -1e400 | 5 | 24 | far too long or has far too many digits",
        "a rate beyond a double | 0 | 5 | 1e999999999 | far too long or has far too many digits",
        "a duration of all digits there are | 0 | 1e2147483647 | 24 | far too long",
        "a start of all digits there are | -1e2147483647 | 5 | 24 | far too long",
        "a text for a number | 0 | \"5\" | 24 | rate above 0"
      })
  void aTimeThatIsNoneIsRefused(
      String what, String start, String duration, String rate, String says) {
    assertThatThrownBy(() -> read(timeline(clip(range(start, duration, rate)))))
        .isInstanceOf(InvalidTimeline.class)
        .hasMessageContaining(says)
        .hasMessageContaining("of Video track 1, item 1");
  }

  @Test
  void aNewerSchemaIsUnsupportedAndSaysWhatToDo() {
    String newer = timeline(clip(range("0", "5", "24"))).replace("Clip.2", "Clip.9");

    assertThatThrownBy(() -> read(newer))
        .isInstanceOfSatisfying(
            InvalidTimeline.class, refused -> assertThat(refused.isUnsupported()).isTrue())
        .hasMessageContaining("Clip.9");
  }

  @Test
  void somethingElseThanATimelineIsRefused() {
    assertThatThrownBy(() -> read(clip(range("0", "5", "24"))))
        .hasMessageContaining("is a Clip, not a Timeline");
    assertThatThrownBy(() -> read("{\"a\":")).hasMessageContaining("stands at line 1, column");
    assertThatThrownBy(() -> read("[]")).hasMessageContaining("OTIO_SCHEMA");
  }

  @Test
  void nestingWithoutEndIsRefused() {
    StringBuilder deep = new StringBuilder();
    deep.append("{\"OTIO_SCHEMA\":\"Stack.1\",\"children\":[".repeat(10_000));

    assertThatThrownBy(() -> read(timeline(deep.toString()))).isInstanceOf(InvalidTimeline.class);
  }

  @Test
  void transitionsThatTouchOrReachTooFarAreRefused() {
    String transition =
        "{\"OTIO_SCHEMA\":\"Transition.1\",\"in_offset\":"
            + time("%s", "24")
            + ",\"out_offset\":"
            + time("5", "24")
            + "}";
    String clip = clip(range("0", "20", "24"));

    assertThatThrownBy(() ->
            read(timeline(clip + "," + transition.formatted(5) + "," + transition.formatted(5))))
        .hasMessage(
            "Two transitions follow each other in Video track 1 (item 3 is the second); remove one"
                + " of them in the editor.");
    assertThatThrownBy(() -> read(timeline(clip + "," + transition.formatted(21) + "," + clip)))
        .hasMessage(
            "The transition Video track 1, item 2, is longer than the clip beside it; shorten the"
                + " transition in the editor.");
    assertThatThrownBy(() ->
            read(
                timeline(
                    clip
                        + ","
                        + transition.formatted(5)
                        + ","
                        + clip(range("0", "20", "24"))
                        + ","
                        + transition.formatted(16)
                        + ","
                        + clip)))
        .hasMessageContaining("is longer than the clip beside it");
  }

  @Test
  void moreThanAWorkerCanHoldIsRefusedBeforeItIsHeld() {
    String clip = "{\"OTIO_SCHEMA\":\"Gap.1\",\"source_range\":{\"OTIO_SCHEMA\":\"TimeRange.1\"}}";
    String items = clip + ("," + clip).repeat(20_000);
    assertThatThrownBy(() -> OtioJson.read(("[" + items + "]").getBytes(UTF_8)))
        .isInstanceOf(InvalidTimeline.class)
        .hasMessage("The timeline has more than 20000 items; render it in parts.");
    String values = "{\"metadata\":[0" + ",0".repeat(1_000_000) + "]}";
    assertThatThrownBy(() -> OtioJson.read(values.getBytes(UTF_8)))
        .hasMessageContaining("more than 1000000 values");
    assertThatThrownBy(() -> OtioJson.read(new byte[OtioJson.MAX_BYTES + 1]))
        .hasMessageContaining("larger than 32 MiB");
  }

  /** A clip whose media has an available range. */
  private static String available(String range, String more) {
    return clip(range("0", "20", "24"))
        .replace("\"name\":\"c\"", "\"name\":\"c\"" + more)
        .replace("\"available_range\":null", "\"available_range\":" + range);
  }

  @ParameterizedTest
  @CsvSource({"0, 120, 0.0", "0, 120, -24", "0, 120, NaN", "0, -5, 24", "0, 1e300, 24"})
  void anAvailableRangeThatIsNoneIsNone(String start, String duration, String rate)
      throws Exception {
    Timeline timeline = read(timeline(available(range(start, duration, rate), "")));

    Clip clip = (Clip) track(timeline).children().getFirst();
    assertThat(clip.media().availableRange()).isNull();
    assertThat(timeline.rate()).hasToString("24/1");
  }

  @Test
  void whatNobodyNeedsRefusesNothing() throws Exception {
    String none = range("0", "0", "0");
    String marker =
        ",\"markers\":[{\"OTIO_SCHEMA\":\"Marker.2\",\"name\":\"m\",\"marked_range\":"
            + none
            + "}]";
    String unused =
        available("null", marker)
            .replace(
                "\"media_references\":{",
                "\"media_references\":{\"other\":{\"OTIO_SCHEMA\":\"ExternalReference.1\","
                    + "\"available_range\":"
                    + none
                    + "},");
    String disabled = ",\"enabled\":false,\"metadata\":{\"patchwork\":{\"nonsense\":1}}";
    String transition =
        "{\"OTIO_SCHEMA\":\"Transition.1\",\"in_offset\":" + time("5", "0") + ",\"enabled\":false}";
    String document =
        timeline(unused + "," + transition + "," + available("null", disabled))
            .replace(
                "\"children\":[\n",
                "\"children\":[{\"OTIO_SCHEMA\":\"Track.1\",\"enabled\":false,\"children\":["
                    + clip(none)
                    + "]},\n")
            .replace("\"name\":\"t\"", "\"name\":\"t\",\"global_start_time\":" + time("0", "0"));

    Track track = track(read(document));

    assertThat(track.children()).hasSize(2);
    assertThat(((Clip) track.children().getFirst()).common().markers()).isEmpty();
    assertThat(track.children().getLast())
        .isInstanceOfSatisfying(
            Gap.class,
            gap -> {
              assertThat(gap.common().isEnabled()).isFalse();
              assertThat(TimeRanges.trimmed(gap).orElseThrow().duration())
                  .isEqualTo(RationalTime.ofSeconds(20, 24));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "1000, true",
    "24000, true",
    "44100, true",
    "48000, true",
    "4, true",
    "5, false",
    "240, false",
    "241, true",
    "23.976, false"
  })
  void onlyRatesOfPicturesAreOne(String rate, boolean isAssumed) throws Exception {
    assertThat(read(timeline(clip(range("0", "9", rate)))).isRateAssumed()).isEqualTo(isAssumed);
  }

  @Test
  void transitionsThatAreDisabledNeitherFollowNorReach() throws Exception {
    String transition =
        "{\"OTIO_SCHEMA\":\"Transition.1\",\"in_offset\":%s,\"out_offset\":%s,\"enabled\":%s}";
    String on = transition.formatted(time("5", "24"), time("5", "24"), true);
    String off = transition.formatted(time("50", "24"), time("50", "24"), false);
    String clip = clip(range("0", "20", "24"));

    assertThat(track(read(timeline(clip + "," + on + "," + off + "," + clip))).children())
        .hasSize(4);
    assertThatThrownBy(() -> read(timeline(clip + "," + on + "," + off + "," + on + "," + clip)))
        .hasMessageContaining("follow each other");
  }
}
