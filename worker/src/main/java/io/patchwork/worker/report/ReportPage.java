package io.patchwork.worker.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The page as HTML: one file, no network. Its words are in a file for each language, its style and
 * its script in files of their own.
 */
public final class ReportPage {

  /** The languages that the page has words in. */
  public static final List<String> LANGUAGES = List.of("en", "ar");

  private ReportPage() {}

  /**
   * The film as the page shows it.
   *
   * @param href relative address, or a data URI
   * @param mediaType with codecs
   */
  record Film(String href, String mediaType) {}

  /**
   * The sheet of stills.
   *
   * @param href relative address, or a data URI
   * @param columns number of stills in a row
   * @param width of a still in pixels
   * @param height of a still in pixels
   * @param frames of the stills, in order
   */
  record Stills(String href, int columns, int width, int height, List<Long> frames) {
    Stills {
      frames = List.copyOf(frames);
    }
  }

  /** What the page carries. */
  private record Carried(
      ReportData report,
      @Nullable Film film,
      @Nullable Stills stills,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String language) {}

  /**
   * The page.
   *
   * @param language that it is shown in first; null for the reader's own
   */
  static String of(
      ReportData report, @Nullable Film film, @Nullable Stills stills, @Nullable String language) {
    Map<String, Object> words = new TreeMap<>();
    LANGUAGES.forEach(each -> words.put(each, words(each)));
    return new String(resource("report.html"), StandardCharsets.UTF_8)
        .replace("{{style}}", new String(resource("report.css"), StandardCharsets.UTF_8))
        .replace("{{script}}", new String(resource("report.js"), StandardCharsets.UTF_8))
        .replace("{{words}}", inScript(words))
        .replace("{{report}}", inScript(new Carried(report, film, stills, language)));
  }

  /** What the page says in a language. */
  static JsonNode words(String language) {
    return Json.tree(resource("report." + language + ".json"));
  }

  /** JSON as it may stand in a script element of HTML. */
  private static String inScript(Object value) {
    return new String(Json.canonical(value), StandardCharsets.UTF_8).replace("<", "\\u003c");
  }

  private static byte[] resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
