package io.patchwork.worker.sandboxedjvm.child;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tags of a file by name, printable, and bounded in number and length. */
final class BoundedTags {

  private static final int MAX_TAGS = 64;
  private static final int MAX_NAME_CHARS = 100;
  private static final int MAX_VALUE_CHARS = 500;

  /** The most useful names, which go first; others follow up to the maximum. */
  private static final List<String> FIRST =
      List.of(
          "dc:",
          "dcterms:",
          "geo:",
          "tiff:",
          "exif:",
          "xmp:",
          "Iptc4xmpCore:",
          "photoshop:",
          "PNG:");

  private BoundedTags() {}

  static SortedMap<String, String> of(Map<String, String> all) {
    List<String> names = new ArrayList<>(all.keySet());
    names.sort(Comparator.comparingInt(BoundedTags::rank).thenComparing(Comparator.naturalOrder()));
    SortedMap<String, String> tags = new TreeMap<>();
    for (String name : names) {
      String value = printable(all.getOrDefault(name, ""));
      if (tags.size() < MAX_TAGS && name.length() <= MAX_NAME_CHARS && !value.isBlank()) {
        tags.put(name, value);
      }
    }
    return tags;
  }

  private static int rank(String name) {
    return FIRST.stream().anyMatch(name::startsWith) ? 0 : 1;
  }

  private static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.strip());
    for (int i = 0; i < clean.length(); i++) {
      char letter = clean.charAt(i);
      if (Character.isISOControl(letter) && letter != '\n' && letter != '\t') {
        clean.setCharAt(i, ' ');
      }
    }
    int end = Math.min(clean.length(), MAX_VALUE_CHARS);
    boolean isCutInTwo = end > 0 && Character.isHighSurrogate(clean.charAt(end - 1));
    return clean.substring(0, isCutInTwo ? end - 1 : end).strip();
  }
}
