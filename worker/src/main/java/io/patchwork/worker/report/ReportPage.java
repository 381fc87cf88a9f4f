package io.patchwork.worker.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
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

  private static final String STYLE = text("report.css");
  private static final String SCRIPT = text("report.js");

  /**
   * What a browser may do with the page: its own style and script alone run, known by their digests
   * (CSP 3 §8.3), so that nothing runs that a name or a title brings.
   */
  public static final String POLICY =
      "default-src 'none'; script-src '"
          + digest(SCRIPT)
          + "'; style-src '"
          + digest(STYLE)
          + "'; img-src 'self' file: data:; media-src 'self' file: data:; form-action 'none'; base-uri"
          + " 'none'";

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
    return text("report.html")
        .replace("{{policy}}", POLICY)
        .replace("{{style}}", STYLE)
        .replace("{{script}}", SCRIPT)
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

  /** Of an element's content as it stands in the page, between two line feeds. */
  private static String digest(String content) {
    byte[] digest = HexFormat.of().parseHex(Sha256.of("\n" + content + "\n").hex());
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  private static String text(String name) {
    return new String(resource(name), StandardCharsets.UTF_8);
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
