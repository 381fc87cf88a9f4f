package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The answers of docs/review/questions.md do not outlive the files that they name. */
final class QuestionsTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern ANSWER = Pattern.compile("\\| `([^`]+)` \\|$", Pattern.MULTILINE);

  @Test
  void everyAnswerIsAFileOfTheProject() throws Exception {
    String questions = Files.readString(ROOT.resolve("docs/review/questions.md"));

    List<String> answers =
        ANSWER.matcher(questions).results().map((MatchResult answer) -> answer.group(1)).toList();

    assertThat(answers)
        .hasSize(20)
        .allSatisfy(file -> assertThat(ROOT.resolve(file)).isRegularFile());
  }
}
