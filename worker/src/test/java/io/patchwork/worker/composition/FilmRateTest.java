package io.patchwork.worker.composition;

import static io.patchwork.worker.composition.CaseTimelines.clip;
import static io.patchwork.worker.composition.CaseTimelines.resolve;
import static io.patchwork.worker.composition.CaseTimelines.timeline;
import static io.patchwork.worker.composition.CaseTimelines.track;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.time.FrameRate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rate of a film whose document has none of pictures. */
final class FilmRateTest {

  @ParameterizedTest(name = "counted at {0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1     | plain 2, fifty 1           | 24 | 24 frames
          1000  | plain 2, fifty 3           | 50 | 50 frames
          24000 | plain 1, fifty 2, ntsc 1.5 | 50 | 50 frames
          44100 | ntsc 1, plain 1            | 24000/1001 | 23.976 frames
          48000 | fifty 1, plain 1           | 50 | 50 frames
          4     | slow 9, plain 1            | 24 | 24 frames
          1000  | slow 9                     | 25 | 25 frames a second.
          90000 | red 9                      | 25 | 25 frames a second.
          300   | dropped 1                  | 30000/1001 | 29.97 frames
          """)
  void withoutARateOfPicturesTheMediaOnScreenLongestDecide(
      String rate, String clips, String expected, String note) throws Exception {
    List<String> items = new ArrayList<>();
    for (String each : clips.split(", ", -1)) {
      String[] parts = each.split(" ", -1);
      items.add(clip(parts[0], "0", parts[1], rate));
    }

    ResolvedTimeline timeline = resolve(timeline("Video", items.toArray(String[]::new)));

    assertThat(timeline.rate()).isEqualTo(FrameRate.parse(expected));
    assertThat(timeline.notes()).singleElement().asString().contains(note);
    assertThat(timeline.warnings()).isEmpty();
  }

  @Test
  void ofMediaThatAreOnScreenEquallyLongTheLowestTrackDecides() throws Exception {
    String tracks =
        track("Video", clip("fifty", "0", "2", "1"))
            + ","
            + track("Video", clip("plain", "0", "2", "1"));
    String lower = timeline("Video").replace(track("Video"), tracks);

    assertThat(resolve(lower).rate()).isEqualTo(FrameRate.of(50, 1));
  }
}
