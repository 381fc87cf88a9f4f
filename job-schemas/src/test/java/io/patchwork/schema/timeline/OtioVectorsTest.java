package io.patchwork.schema.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** OpenTimelineIO's own samples, and files that somebody might send. */
final class OtioVectorsTest {

  private static byte[] file(String name) throws IOException {
    try (InputStream in = OtioVectorsTest.class.getResourceAsStream("/vectors/otio/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static JsonNode expected() throws IOException {
    return Json.tree(file("expected_ranges.json"));
  }

  static Stream<String> samples() throws IOException {
    return expected().propertyNames().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyChildIsWhereOpenTimelineIoHasIt(String name) throws Exception {
    JsonNode expected = expected().path(name);

    Timeline timeline = OtioReader.read(file(name));

    assertThat(TimeRanges.trimmed(timeline.tracks()).orElseThrow().duration().seconds())
        .isEqualTo(Fraction.parse(expected.path("duration_s").asString()));
    List<String> found = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (Composable child : timeline.tracks().children()) {
      Track track = (Track) child;
      found.add(track.kind() + " " + TimeRanges.trimmed(track).orElseThrow().duration().seconds());
      List<TimeRange> ranges = TimeRanges.children(track);
      for (int i = 0; i < ranges.size(); i++) {
        TimeRange range = ranges.get(i);
        found.add(
            track.children().get(i).name()
                + " "
                + range.start().seconds()
                + " "
                + range.duration().seconds());
      }
    }
    for (JsonNode track : expected.path("tracks")) {
      wanted.add(
          track.path("kind").asString()
              + " "
              + Fraction.parse(track.path("duration_s").asString()));
      for (JsonNode child : track.path("children")) {
        wanted.add(
            child.path("name").asString("")
                + " "
                + Fraction.parse(child.path("start_s").asString())
                + " "
                + Fraction.parse(child.path("duration_s").asString()));
      }
    }
    assertThat(found).isEqualTo(wanted);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsWrittenIsReadAsTheSame(String name) throws Exception {
    Timeline timeline = OtioReader.read(file(name));
    byte[] written = OtioJson.write(OtioJson.read(file(name)));

    assertThat(OtioReader.read(written)).isEqualTo(timeline);
    assertThat(OtioJson.write(OtioJson.read(written))).isEqualTo(written);
    assertThat(new String(written, java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain("Sequence.1\"", "Clip.1\"", "Marker.3\"", "\"NaN\"", "\"Infinity\"");
  }

  @Test
  void speedsOfNestedItemsAreRead() throws Exception {
    Timeline timeline = OtioReader.read(file("nested_example.otio"));

    List<Fraction> speeds = new ArrayList<>();
    collectSpeeds(timeline.tracks(), speeds);

    assertThat(speeds).containsExactlyInAnyOrder(Fraction.parse("47/55"), Fraction.ZERO);
  }

  private static void collectSpeeds(Item item, List<Fraction> speeds) {
    if (!item.speed().equals(Fraction.ONE)) {
      speeds.add(item.speed());
    }
    if (item instanceof Composable.Composition composition) {
      for (Composable child : composition.children()) {
        if (child instanceof Item inner) {
          collectSpeeds(inner, speeds);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          negative_duration          | broken      | is negative; correct it
          zero_rate                  | broken      | rate above 0
          adjacent_transitions       | broken      | follow each other
          transition_longer_than_clip| broken      | is longer than the clip beside it
          overlapping_transitions    | broken      | is longer than the clip beside it
          unknown_schema             | unsupported | is not supported
          future_version             | unsupported | newer than
          toplevel_clip              | broken      | not a Timeline
          huge_values                | broken      | far too long or has far too many digits
          deep_nesting               | broken      | nest
          truncated                  | broken      | stands at line
          nan_rate                   | broken      | rate above 0
          """)
  void hostileTimelinesAreRefusedWithASentence(String name, String how, String sentence)
      throws Exception {
    byte[] document = file("hostile/" + name + ".otio");

    assertThatThrownBy(() -> OtioReader.read(document))
        .isInstanceOfSatisfying(
            InvalidTimeline.class,
            e -> {
              assertThat(e).hasMessageContaining(sentence);
              assertThat(e.isUnsupported()).isEqualTo(how.equals("unsupported"));
            });
  }

  @Test
  void fractionalFramesAreExact() throws Exception {
    Timeline timeline = OtioReader.read(file("hostile/fractional_frames.otio"));

    assertThat(TimeRanges.trimmed(timeline.tracks()).orElseThrow().duration().seconds())
        .isEqualTo(Fraction.of(4725, 2400).plus(Fraction.of(24L * 1001, 24_000)));
  }

  @Test
  void aKeyThatLeadsNowhereIsMissingMedia() throws Exception {
    Timeline timeline = OtioReader.read(file("hostile/missing_active_key.otio"));

    Track track = (Track) timeline.tracks().children().getFirst();
    assertThat(((Composable.Clip) track.children().getFirst()).media())
        .isInstanceOfSatisfying(
            MediaReference.Missing.class,
            missing -> assertThat(missing.why()).contains("not there"));
  }
}
