package io.patchwork.worker.sandboxedjvm.child;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tika.metadata.Metadata;

/** Tika's metadata of a file as tags, bounded in number and length. */
final class MetadataTags {

  private static final int MAX_TAGS = 64;
  private static final int MAX_NAME_CHARS = 100;
  private static final int MAX_VALUE_CHARS = 500;

  /** The most useful names, which go first; others follow up to the maximum. */
  private static final List<String> FIRST =
      List.of("dc:", "dcterms:", "geo:", "tiff:", "exif:", "xmp:", "Iptc4xmpCore:", "photoshop:");

  /** What the reader says of the worker's copy of the file and not of the file. */
  private static final Set<String> OF_THE_COPY =
      Set.of("File Name", "File Size", "File Modified Date", "resourceName");

  private MetadataTags() {}

  static SortedMap<String, String> of(Metadata metadata) {
    SortedMap<String, String> tags = new TreeMap<>();
    Arrays.stream(metadata.names())
        .filter(name -> !name.startsWith("X-TIKA") && !name.startsWith("Content-"))
        .filter(name -> !OF_THE_COPY.contains(name))
        .sorted(
            Comparator.comparingInt(MetadataTags::rank).thenComparing(Comparator.naturalOrder()))
        .forEach(name -> {
          String value = printable(String.join("; ", metadata.getValues(name)));
          if (tags.size() < MAX_TAGS && name.length() <= MAX_NAME_CHARS && !value.isBlank()) {
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
    int end = Math.min(clean.length(), MAX_VALUE_CHARS);
    return clean.substring(
        0, end > 0 && Character.isHighSurrogate(clean.charAt(end - 1)) ? end - 1 : end);
  }
}
