package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words that docs/glossary.md retires do not come back. */
final class GlossaryTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern RETIRED = Pattern.compile("^\\| ([A-Z][A-Za-z]+) \\| .+ \\|$");

  /**
   * A retired word is a word of a name: {@code Wish} is one of {@code WishList}, not of a wishbone.
   */
  private static boolean has(String type, String word) {
    return Pattern.compile("(?:^|(?<=[a-z0-9]))" + word + "s?(?![a-z])").matcher(type).find();
  }

  private static List<String> retired() throws Exception {
    String glossary = Files.readString(ROOT.resolve("docs/glossary.md"));
    return glossary
        .substring(glossary.indexOf("## Retired"))
        .lines()
        .flatMap(line -> RETIRED.matcher(line).results())
        .map(word -> word.group(1))
        .toList();
  }

  @Test
  void noTypeBearsARetiredWord() throws Exception {
    List<String> types;
    try (Stream<Path> files = Files.walk(ROOT)) {
      types =
          files
              .filter(file -> file.toString().contains("/src/main/java/"))
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.substring(0, name.length() - ".java".length()))
              .toList();
    }

    List<String> retired = retired();

    assertThat(retired).hasSizeGreaterThan(20);
    assertThat(types)
        .hasSizeGreaterThan(300)
        .allSatisfy(type ->
            assertThat(retired.stream().filter(word -> has(type, word)))
                .as("retired words in " + type)
                .isEmpty());
  }

  @Test
  void aRetiredWordIsFoundInANameAndNotInsideOfAnotherWord() {
    assertThat(has("RenderPieces", "Piece")).isTrue();
    assertThat(has("Piece", "Piece")).isTrue();
    assertThat(has("Relayed", "Relay")).isFalse();
    assertThat(has("Overmaking", "Making")).isFalse();
  }
}
