package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Words that docs/glossary.md retires do not come back. */
final class GlossaryTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern RETIRED = Pattern.compile("^\\| ([A-Z][A-Za-z]+) \\| .+ \\|$");
  private static final Pattern RETIRED_KEY =
      Pattern.compile("^\\| ([a-z]+) \\| [^|]+ \\| (prose )?\\|$");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^ *//.*$");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

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

  private static List<MatchResult> retiredKeys() throws Exception {
    String glossary = Files.readString(ROOT.resolve("docs/glossary.md"));
    return glossary
        .substring(glossary.indexOf("### In the contract"))
        .lines()
        .flatMap(line -> RETIRED_KEY.matcher(line).results())
        .toList();
  }

  /** Whether a key has a word: {@code realRate} has {@code real}, {@code realm} has not. */
  private static boolean hasWord(String key, String word) {
    String capital = Character.toUpperCase(word.charAt(0)) + word.substring(1);
    return Pattern.compile("^" + word + "s?(?![a-z])|" + capital + "s?(?![a-z])")
        .matcher(key)
        .find();
  }

  private static void addKeys(JsonNode node, Set<String> keys) {
    node.path("properties").propertyNames().forEach(keys::add);
    node.path("$defs").propertyNames().forEach(keys::add);
    node.forEach(child -> addKeys(child, keys));
  }

  private static List<Path> sources(String folder, String ending) throws Exception {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().contains(folder))
          .filter(file -> file.toString().endsWith(ending))
          .toList();
    }
  }

  @Test
  void noKeyOfTheContractHasARetiredWord() throws Exception {
    Set<String> keys = new TreeSet<>();
    for (Path schema : sources("/job-schemas/src/main/resources/", ".schema.json")) {
      addKeys(Json.tree(Files.readAllBytes(schema)), keys);
    }

    List<String> words = retiredKeys().stream().map(row -> row.group(1)).toList();

    assertThat(words).hasSizeGreaterThan(10);
    assertThat(keys)
        .hasSizeGreaterThan(100)
        .allSatisfy(
            key -> assertThat(words.stream().filter(word -> hasWord(key, word))).as(key).isEmpty());
  }

  @Test
  void noMessageHasARetiredWord() throws Exception {
    Set<String> messages = new TreeSet<>();
    for (Path source : sources("/src/main/java/", ".java")) {
      LITERAL
          .matcher(COMMENT.matcher(Files.readString(source)).replaceAll(""))
          .results()
          .map(literal -> literal.group(1))
          .filter(literal -> literal.contains(" "))
          .forEach(messages::add);
    }

    List<Pattern> words =
        retiredKeys().stream()
            .filter(row -> row.group(2) == null)
            .map(row -> Pattern.compile("\\b" + row.group(1) + "s?\\b", Pattern.CASE_INSENSITIVE))
            .toList();

    assertThat(messages)
        .hasSizeGreaterThan(500)
        .allSatisfy(message ->
            assertThat(words.stream().filter(word -> word.matcher(message).find()))
                .as(message)
                .isEmpty());
  }

  @Test
  void aRetiredWordIsFoundInAKeyAsAWordOfItsName() {
    assertThat(hasWord("realRate", "real")).isTrue();
    assertThat(hasWord("apartBefore", "apart")).isTrue();
    assertThat(hasWord("hdrMastering", "mastering")).isTrue();
    assertThat(hasWord("realm", "real")).isFalse();
    assertThat(hasWord("unreal", "real")).isFalse();
  }

  @Test
  void aRetiredWordIsFoundInANameAndNotInsideOfAnotherWord() {
    assertThat(has("RenderPieces", "Piece")).isTrue();
    assertThat(has("Piece", "Piece")).isTrue();
    assertThat(has("Bridged", "QueueBridge")).isFalse();
    assertThat(has("Overmaking", "Making")).isFalse();
  }
}
