package io.patchwork.worker.subtitle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Title.Align;
import io.patchwork.schema.timeline.Title.Vertical;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CueReaderTest {

  private static RationalTime millis(long millis) {
    return RationalTime.ofSeconds(millis, 1000);
  }

  @Test
  void subRipWithMarkupBlankLinesAndNumbersInTheWords() throws Exception {
    List<Cue> cues =
        CueReader.read(
            """
            \uFEFF1
            00:00:01,000 --> 00:00:02,500
            <i>Guten Tag,</i> <font color="#ff0000">Welt</font>.
            5 < 6

            2
            00:00:03.5 --> 0:0:4,000
            {\\an8}Oben

            auch das
            42

            3
            00:00:05,000 --> 00:00:05,000
            nie

            4
            00:00:06,000 --> 00:00:07,000
            <i>ganz
            schräg</i>
            """);

    assertThat(cues)
        .containsExactly(
            new Cue(millis(1000), millis(2500), "Guten Tag, Welt.\n5 < 6", false, null, null),
            new Cue(
                millis(3500),
                millis(4000),
                "Oben\nauch das\n42",
                false,
                Align.CENTER,
                Vertical.TOP),
            new Cue(millis(6000), millis(7000), "ganz\nschräg", true, null, null));
  }

  @Test
  void subRipWithoutBlankLinesOrNumbers() throws Exception {
    List<Cue> cues =
        CueReader.read("00:00:01,000 --> 00:00:02,000\none\n2\n00:00:02,000 --> 00:00:03,000\ntwo");

    assertThat(cues).extracting(Cue::text).containsExactly("one", "two");
  }

  @Test
  void webVttWithItsBlocksSettingsAndEntities() throws Exception {
    List<Cue> cues =
        CueReader.read(
            """
            WEBVTT - a title

            STYLE
            ::cue { color: red }

            NOTE
            00:00 is no time

            b
            00:04.000 --> 00:05.000 line:-1
            second

            a
            00:01.000 --> 01:00:03.000 align:start line:10% position:5%
            <v Fred>Fish &amp; <00:02.000><c.loud>chips</c> &lt;3</v>

            this is nothing
            """);

    assertThat(cues)
        .containsExactly(
            new Cue(
                millis(1000),
                millis(3_603_000),
                "Fish & chips <3",
                false,
                Align.START,
                Vertical.TOP),
            new Cue(millis(4000), millis(5000), "second", false, null, Vertical.BOTTOM));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    List<Cue> cues =
        List.of(
            new Cue(millis(1), millis(36_000_000), "a --> b\n& <c>", false, null, null),
            new Cue(millis(2000), millis(3000), "x", true, Align.RIGHT, Vertical.TOP),
            new Cue(millis(4000), millis(5000), "y", false, Align.END, Vertical.BOTTOM),
            new Cue(millis(6000), millis(7000), "z\nz", true, null, Vertical.MIDDLE));

    assertThat(CueReader.read(WebVtt.of(cues))).isEqualTo(cues);
  }

  @Test
  void whatIsNoSubtitlesIsRefusedWithTheLine() {
    assertThatThrownBy(() -> CueReader.read("Once upon a time."))
        .isInstanceOf(InvalidSubtitles.class)
        .hasMessage("holds no subtitles in SubRip or WebVTT");
    assertThatThrownBy(() -> CueReader.read("1\n00:00:01,000 --> never\nwords\n"))
        .hasMessageContaining("in its line 2");
    assertThatThrownBy(
            () -> CueReader.read("1\n00:00:01,000 --> 00:00:02,000\n" + "long ".repeat(500)))
        .hasMessageContaining("more than 2000 letters");
    assertThatThrownBy(() -> CueReader.read("00:01.000 --> 00:02.000\nx\n\n".repeat(20_001)))
        .hasMessageContaining("more than 20000");
  }

  @Test
  void anArrowInTheWordsOfSubRipIsWords() throws Exception {
    List<Cue> cues =
        CueReader.read(
            """
            1
            00:00:01,000 --> 00:00:02,000
            Paris --> Rome

            2
            00:00:03,000 --> 00:00:04,000
            <i>one</i>
            <i>two</i>
            """);

    assertThat(cues).extracting(Cue::text).containsExactly("Paris --> Rome", "one\ntwo");
    assertThat(cues).extracting(Cue::isSlanted).containsExactly(false, true);
  }

  @Test
  void inWebVttALineOfBlanksIsNoEndOfWords() throws Exception {
    List<Cue> cues =
        CueReader.read(
            "WEBVTT\n\n00:00.000 --> 00:01.000 line:50%\n \nit&#39;s<00:00:00.500><c> on</c>\n\n");

    assertThat(cues).extracting(Cue::text).containsExactly("it's on");
    assertThat(cues).extracting(Cue::vertical).containsExactly(Vertical.MIDDLE);
  }

  @Test
  void whatIsMadeToTakeLongIsRefusedAtOnce() {
    for (String part : List.of("<i ", "{\\", " ", "<i>", "<0")) {
      String text = "1\n00:00:01,000 --> 00:00:02,000\nx" + part.repeat(400_000) + "x\n";
      assertThatThrownBy(() -> CueReader.read(text)).hasMessageContaining("more than 2000 letters");
    }
    String crowd = "00:01.000 --> 00:09.000\nx\n\n".repeat(17);
    assertThatThrownBy(() -> CueReader.read("WEBVTT\n\n" + crowd))
        .hasMessage("has more than 16 subtitles at once at 0:00:01.000");
  }

  @Test
  void forFormatsThatKnowOneTextAtATimeThoseThatOverlapStandBelowEachOther() {
    Cue whole = new Cue(millis(0), millis(3000), "long", false, null, null);
    Cue first = new Cue(millis(0), millis(1000), "same", false, null, null);
    Cue later = new Cue(millis(1000), millis(1500), "mid", false, null, null);

    assertThat(WebVtt.oneAtATime(List.of(whole, first, later)))
        .extracting(cue -> cue.start() + " " + cue.end() + " " + cue.text())
        .containsExactly("0/1 1/1 long\nsame", "1/1 3/2 long\nmid", "3/2 3/1 long");
  }
}
