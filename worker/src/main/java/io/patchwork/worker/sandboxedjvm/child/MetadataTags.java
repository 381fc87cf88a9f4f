package io.patchwork.worker.sandboxedjvm.child;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.tika.metadata.Metadata;

/** Tika's metadata of a document as tags. */
final class MetadataTags {

  /** What the reader says of the worker's copy of the file and not of the file. */
  private static final Set<String> OF_THE_COPY =
      Set.of("File Name", "File Size", "File Modified Date", "resourceName");

  private MetadataTags() {}

  static SortedMap<String, String> of(Metadata metadata) {
    Map<String, String> tags = new HashMap<>();
    for (String name : metadata.names()) {
      if (!name.startsWith("X-TIKA")
          && !name.startsWith("Content-")
          && !OF_THE_COPY.contains(name)) {
        tags.put(name, String.join("; ", metadata.getValues(name)));
      }
    }
    return BoundedTags.of(tags);
  }
}
