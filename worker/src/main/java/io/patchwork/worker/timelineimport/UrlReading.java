package io.patchwork.worker.timelineimport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the {@code target_url} of a media reference may mean as a path: editors write URLs, scripts
 * often put {@code file://} before a path as it is.
 *
 * @param path absolute or relative, of this system or another
 */
record UrlReading(String path) {

  private static final String SCHEME = "file:";
  private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
  private static final Pattern DRIVE_OF_URL = Pattern.compile("/[A-Za-z]:[/\\\\].*");
  private static final Pattern DRIVE_OR_SHARE = Pattern.compile("[A-Za-z]:[/\\\\].*|\\\\\\\\.*");

  /**
   * The readings of a URL, the most literal first: the text as it is, percent-decoded, without
   * query and fragment, and each with the separators of Windows replaced.
   */
  static List<UrlReading> of(String url) {
    String raw = isFileUrl(url) ? pathOf(url.substring(SCHEME.length())) : url;
    List<String> texts = new ArrayList<>(List.of(raw, decoded(raw)));
    texts.add(decoded(raw.replaceFirst("(?s)[?#].*", "")));
    Set<String> readings = new LinkedHashSet<>(texts);
    for (String text : texts) {
      if (!DRIVE_OR_SHARE.matcher(text).matches()) {
        readings.add(text.replace('\\', '/'));
      }
    }
    return readings.stream().filter(text -> !text.isEmpty()).map(UrlReading::new).toList();
  }

  static boolean isFileUrl(String url) {
    return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /**
   * The path of a file URL.
   *
   * @param rest what follows the scheme
   */
  private static String pathOf(String rest) {
    String path = rest;
    if (rest.startsWith("//")) {
      String local = "//localhost/";
      boolean isLocalhost = rest.regionMatches(true, 0, local, 0, local.length());
      // Another host is the first folder of a path without its root, a drive, or a share.
      path = rest.substring(isLocalhost ? local.length() - 1 : 2);
    }
    return DRIVE_OF_URL.matcher(path).matches() ? path.substring(1) : path;
  }

  /** Decodes what is percent-encoded in UTF-8, and keeps every other percent sign. */
  private static String decoded(String text) {
    return ESCAPES.matcher(text).replaceAll(found -> Matcher.quoteReplacement(utf8(found.group())));
  }

  private static String utf8(String escapes) {
    byte[] bytes = new byte[escapes.length() / 3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(escapes.substring(3 * i + 1, 3 * i + 3), 16);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The names of its folders and of the file, by the separators of any system. */
  List<String> names() {
    return Arrays.stream(path.split("[/\\\\]+")).filter(name -> !name.isEmpty()).toList();
  }
}
