package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Foreign text in a page: harmless, on one line, in its own direction. */
final class PageText {

  /** Controls, separators, and explicit directional formatting (Unicode UAX 9, 2.1 to 2.6). */
  private static final Pattern CONTROLS =
      Pattern.compile(
          "[\\p{Cntrl}\\x{80}-\\x{9f}\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069"
              + "\\ud800-\\udfff\\ufeff]");

  private PageText() {}

  /** Text without any markup; characters that are obeyed and not shown become escapes. */
  static String escaped(String text) {
    return CONTROLS
        .matcher(text)
        .replaceAll(found -> String.format(Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A foreign text whose direction touches nothing around it. */
  static String isolated(String text) {
    return "<bdi dir=\"auto\">" + escaped(text) + "</bdi>";
  }

  /** The name of a payee. */
  static String name(@Nullable Id payee, Names names) {
    return payee == null ? "Nobody known" : isolated(names.of(payee));
  }
}
