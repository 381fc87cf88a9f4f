package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a file says of itself. */
final class FileTagsTest {

  @Test
  void namesOfEveryScriptStayAsTheyAre() {
    // With a joiner and marks of direction, which names need.
    String names = "محمد\u200f 王秀英 नेहा क\u094d\u200dष Đặng 👩\u200d🎤";

    assertThat(FileTags.line(names)).isEqualTo(names);
  }

  @Test
  void nothingReachesBeyondALine() {
    assertThat(
            FileTags.line(" a\u0000\u001b[31m\r\n\u2028b\u0085 \u202ec\u2066d\ufeff\ud800e\uffff "))
        .isEqualTo("a [31m b cd?e");
    assertThat(FileTags.line("\u202e\u202c\n")).isEmpty();
  }

  @Test
  void aTagIsBoundedBetweenCharacters() {
    String title = new FileTags("😀".repeat(3000), "", "").title();

    assertThat(title).isEqualTo("😀".repeat(FileTags.MAX_CHARACTERS));
  }

  @Test
  void anEmptyTextIsNoTag() {
    assertThat(new FileTags("\n", "Ana", "").named()).isEqualTo(Map.of("artist", "Ana"));
    assertThat(new FileTags(" ", "\u202e", "\t")).isEqualTo(FileTags.NONE);
  }
}
