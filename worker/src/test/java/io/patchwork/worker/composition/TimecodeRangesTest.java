package io.patchwork.worker.composition;

import static io.patchwork.worker.composition.CaseTimelines.clip;
import static io.patchwork.worker.composition.CaseTimelines.frames;
import static io.patchwork.worker.composition.CaseTimelines.resolve;
import static io.patchwork.worker.composition.CaseTimelines.timeline;
import static io.patchwork.worker.composition.ShownFrames.heard;
import static io.patchwork.worker.composition.ShownFrames.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges that count from the timecode of their files. */
final class TimecodeRangesTest {

  @ParameterizedTest(name = "{0} from {1} at {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dropped | 107892 | 29.97  | dropped:0..23  | note | the media (asset dropped) begins
          dropped | 107992 | 29.97  | dropped:100..123 | note | at the timecode 01:00:00;00
          counted | 108030 | 29.97  | counted:30..53 | note | at the timecode 01:00:00:00
          cinema  | 86448  | 23.976 | cinema:48..71  | note | the media (asset cinema) begins
          early   | 225    | 25     | early:175..198 | note | the media (asset early) begins
          early   | 60     | 25     | early:60..83   | warning | could also be meant as timecode
          """)
  void aRangeInTheTimecodeOfItsFileIsUnderstood(
      String asset, long start, String rate, String shown, String kind, String says)
      throws Exception {
    ResolvedTimeline timeline = resolve(frames(asset, start, 24, rate));

    assertThat(shown(timeline)).isEqualTo(shown);
    assertThat(kind.equals("note") ? timeline.notes() : timeline.warnings())
        .singleElement()
        .asString()
        .contains(says);
    assertThat(timeline.remarks()).hasSize(1);
  }

  @Test
  void aRecordersTimeReferenceIsATimecode() throws Exception {
    ResolvedTimeline timeline = resolve(timeline("Audio", clip("field", "36002", "1", "25")));

    assertThat(heard(timeline, 48_000)).isEqualTo("0+48000 from 96000");
    assertThat(timeline.remarks())
        .singleElement()
        .asString()
        .contains("the media (asset field) begins");
  }

  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource({"coded, 90000, timecode", "dropped, 100, of asset dropped", "plain, 86448, only"})
  void whatFitsNeitherReadingIsRefused(String asset, long start, String says) {
    long frames = asset.equals("dropped") ? 500 : 24;
    assertThatThrownBy(() -> resolve(frames(asset, start, frames, "24")))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(FailureCode.RANGE_OUTSIDE_MEDIA))
        .hasMessageContaining(says);
  }

  @Test
  void aTimecodeThatIsNoneIsNotUsed() {
    assertThatThrownBy(() -> resolve(frames("broken", 90_010, 10, "25")))
        .isInstanceOf(Refused.class)
        .hasMessageNotContaining("timecode");
  }
}
