package io.patchwork.worker.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a media file says of itself, under FFmpeg's names, which every container maps to its own
 * (FFmpeg formats manual, "Metadata"). An empty text is no tag. Each is one line of at most 2,000
 * characters.
 */
public record FileTags(String title, String artist, String comment) {

  /** Characters (Unicode code points) of a tag. */
  public static final int MAX_CHARACTERS = 2000;

  /** Controls and white space. */
  private static final Pattern BREAKS =
      Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\u2028\\u2029\\s]+");

  /**
   * Embeddings, overrides and isolates (Unicode UAX 9, 2.1 to 2.4), whose effect reaches beyond a
   * name, byte order marks, and what is no character in XML. Single marks of direction stay.
   */
  private static final Pattern DIRECTIONS =
      Pattern.compile("[\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ufffe\\uffff]");

  public static final FileTags NONE = new FileTags("", "", "");

  public FileTags {
    title = bounded(line(title));
    artist = bounded(line(artist));
    comment = bounded(line(comment));
  }

  /** A text on one line that changes the direction of nothing around it. */
  public static String line(String text) {
    String paired = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return BREAKS.matcher(DIRECTIONS.matcher(paired).replaceAll("")).replaceAll(" ").strip();
  }

  private static String bounded(String text) {
    return text.codePointCount(0, text.length()) <= MAX_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_CHARACTERS));
  }

  /** The tags that there are, by FFmpeg's names. */
  Map<String, String> named() {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("title", title);
    named.put("artist", artist);
    named.put("comment", comment);
    named.values().removeIf(String::isEmpty);
    return named;
  }
}
