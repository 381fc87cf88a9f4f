package io.patchwork.worker.ledger;

import io.patchwork.schema.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The page that checks statements offline in a browser: one file, no network, no key in it. Its
 * words are in a file for each language.
 */
public final class StatementPage {

  private static final List<String> LANGUAGES = List.of("en", "ar");

  private StatementPage() {}

  /**
   * The page with a statement in it.
   *
   * @param statement canonical JSON of the statement
   */
  public static String of(byte[] statement) {
    Map<String, Object> words = new TreeMap<>();
    LANGUAGES.forEach(
        language -> words.put(language, Json.tree(resource("statement." + language + ".json"))));
    return new String(resource("statement.html"), StandardCharsets.UTF_8)
        .replace("{{words}}", inScript(Json.canonical(words)))
        .replace("{{statement}}", inScript(statement));
  }

  /** JSON as it may stand in a script element of HTML. */
  private static String inScript(byte[] json) {
    return new String(json, StandardCharsets.UTF_8).replace("<", "\\u003c");
  }

  private static byte[] resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(StatementPage.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
