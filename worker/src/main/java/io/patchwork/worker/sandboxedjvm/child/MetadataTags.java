package io.patchwork.worker.sandboxedjvm.child;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tika.metadata.Metadata;

/** What Tika found a file to say of itself, bounded. */
final class MetadataTags {

  private static final int MOST = 64;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST = 500;

  /** What people ask for; all else comes after it, while there is room. */
  private static final List<String> FIRST =
      List.of("dc:", "dcterms:", "geo:", "tiff:", "exif:", "xmp:", "Iptc4xmpCore:", "photoshop:");

  private MetadataTags() {}

  static SortedMap<String, String> of(Metadata metadata) {
    SortedMap<String, String> tags = new TreeMap<>();
    Arrays.stream(metadata.names())
        .filter(name -> !name.startsWith("X-TIKA") && !name.startsWith("Content-"))
        .sorted(
            Comparator.comparingInt(MetadataTags::rank).thenComparing(Comparator.naturalOrder()))
        .forEach(name -> {
          String value = printable(String.join("; ", metadata.getValues(name)));
          if (tags.size() < MOST && name.length() <= LONGEST_NAME && !value.isBlank()) {
            tags.put(name, value);
          }
        });
    return tags;
  }

  private static int rank(String name) {
    return FIRST.stream().anyMatch(name::startsWith) ? 0 : 1;
  }

  private static String printable(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ").strip();
    int end = Math.min(clean.length(), LONGEST);
    return clean.substring(
        0, end > 0 && Character.isHighSurrogate(clean.charAt(end - 1)) ? end - 1 : end);
  }
}
