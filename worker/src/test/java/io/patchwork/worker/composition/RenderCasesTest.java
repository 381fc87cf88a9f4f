package io.patchwork.worker.composition;

import static io.patchwork.worker.composition.CaseTimelines.clip;
import static io.patchwork.worker.composition.CaseTimelines.document;
import static io.patchwork.worker.composition.CaseTimelines.resolve;
import static io.patchwork.worker.composition.CaseTimelines.timeline;
import static io.patchwork.worker.composition.ShownFrames.heard;
import static io.patchwork.worker.composition.ShownFrames.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.failure.Failure.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Timelines of other people's kinds: which frame of which source each frame of the film shows, what
 * is heard, and what is noted. The files of {@code cases/render} with their media as {@code kit.py}
 * makes them.
 */
final class RenderCasesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reverse-range             | 24 | plain:43..20 |
          zero-rate-available       | 24 | redx12 mixx16 yellowx16 mixx16 bluex12 |
          colour-of-an-editor       | 24 | #ff0000x6 blackx6 #0000ffx6 |
          rate-one                  | 24 | plain:48..119 | 24 frames a second
          timecode-without-available| 24 | coded:48..71 | (asset coded) begins at the timecode 01:00:00:00
          track-range-elsewhere     | 24 | blackx24 | Video track 1 shows nothing
          frames-beyond             | 24 | plain:190..191 plain:191 plain:191 | 0:00:00.083 more than its media
          last-of-a-program-stream  | 25 | end:40..49 |
          effects-that-do-nothing   | 24 | plain:0..11 |
          no-ranges                 | 24 | plain:0..191 | 24 frames a second
          timecode-pass             | 24 | coded:48..59 plain:48..59 coded:48..59 |
          neighbours-pass           | 24 | plain:24..35 mixx48 plain:108..119 |
          nested-pass               | 24 | blackx12 plain:0..23 blackx24 ntsc:60..83 plain:60..71 |
          fractions-pass            | 24 | plain:0..30 plain:40..68 plain:80..109 plain:120..149 |
          """)
  void everyFrameShowsWhatTheDocumentMeans(String name, String rate, String shown, String note)
      throws Exception {
    ResolvedTimeline timeline = resolve(document(name));

    assertThat(timeline.rate()).isEqualTo(FrameRate.parse(rate));
    assertThat(shown(timeline)).isEqualTo(shown);
    if (note == null) {
      assertThat(timeline.remarks()).isEmpty();
    } else {
      assertThat(timeline.remarks()).singleElement().asString().contains(note);
    }
  }

  @Test
  void soundIsWhereThePictureIs() throws Exception {
    assertThat(heard(resolve(document("reverse-range")), 48_000)).isEqualTo("0+48000 from 88000");
    assertThat(heard(resolve(document("timecode-without-available")), 48_000))
        .isEqualTo("0+48000 from 96000");
    assertThat(heard(resolve(document("rate-one")), 144_000)).isEqualTo("0+144000 from 96000");
    assertThat(heard(resolve(document("no-ranges")), 384_000)).isEqualTo("0+384000 from 0");
  }

  @ParameterizedTest
  @CsvSource({"48000", "44100", "96000", "1000"})
  void aSongIsCountedInSamples(String rate) throws Exception {
    String song = document("song-at-sample-rate");
    ResolvedTimeline timeline =
        resolve(
            rate.equals("48000")
                ? song
                : timeline(
                    "Audio", clip("two", "0.5", "1", rate), clip("two", "2.5", "0.5", rate)));

    assertThat(timeline.duration()).isEqualTo(RationalTime.ofSeconds(3, 2));
    assertThat(heard(timeline, 72_000)).isEqualTo("0+48000 from 24000, 48000+24000 from 120000");
    assertThat(timeline.remarks()).isEmpty();
  }

  @ParameterizedTest(name = "channels {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1   | 1     |
          0   | 0     |
          0 1 |       |
          1 0 | 1 0   |
          5   | none  | channel 6 of asset left, which has 2
          0 7 | 0 -1  | channel 8 of asset left, which has 2
          7 1 | -1 1  | channel 8 of asset left, which has 2
          """)
  void theChannelsThatADocumentNamesAreHeard(String named, String heard, String note)
      throws Exception {
    String channels =
        Stream.of(named.split(" ", -1))
            .map(each -> "{\"Source Channel ID\":" + each + ",\"Source Track ID\":0}")
            .collect(Collectors.joining(","));
    ResolvedTimeline timeline =
        resolve(
            document("channel-of-a-file")
                .replaceAll("(?s)\"Channels\": \\[.*?\\]", "\"Channels\":[" + channels + "]"));

    List<MixClip> clips = MixPlanner.mixClips(timeline, 96_000).getFirst();
    String played =
        clips.isEmpty()
            ? "none"
            : clips.getFirst().channels().stream()
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    assertThat(played).isEqualTo(heard == null ? "" : heard);
    if (note == null) {
      assertThat(timeline.remarks()).isEmpty();
    } else {
      assertThat(timeline.remarks()).singleElement().asString().contains(note);
    }
  }

  @ParameterizedTest(name = "with placeholders: {0}")
  @CsvSource({"false, which was not ingested", "true, has no known length"})
  void aClipWithoutRangesOfMediaThatIsMissingIsRefusedByName(boolean hasPlaceholders, String says)
      throws Exception {
    String none = clip("nowhere", "0", "1", "24").replaceAll("(?s)\"source_range\".*?}},", "");
    Timeline timeline = OtioReader.read(timeline("Video", none).getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> TimelineResolver.resolve(timeline, KitMedia::media, hasPlaceholders))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("item 1 \"c\"")
        .hasMessageContaining(says);
  }
}
