package io.patchwork.worker.cli;

import io.patchwork.schema.wire.Json;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Prints on standard output what may hold foreign names. Control characters, which a terminal
 * obeys, and characters that turn the direction of text are printed as escapes.
 */
final class Terminal {

  /** Controls, line separators, and explicit directional formatting (Unicode UAX 9, 2.1 to 2.5). */
  private static final Pattern CONTROLS =
      Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

  private Terminal() {}

  /** A text as one line that a terminal shows and does not obey. */
  static String plain(String text) {
    return CONTROLS
        .matcher(text)
        .replaceAll(
            found -> String.format(Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
  }

  /** Prints a line. */
  static void line(String text) {
    System.out.println(plain(text));
  }

  /** Prints a value as JSON on one line; escapes stand for the same characters there. */
  static void json(Object value) {
    line(Json.text(value));
  }
}
