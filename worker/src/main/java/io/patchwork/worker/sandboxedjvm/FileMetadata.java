package io.patchwork.worker.sandboxedjvm;

import io.patchwork.schema.manifest.DocumentInfo;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a file.
 *
 * @param mediaType its media type, detected from its content
 * @param tags by name; number and lengths are bounded
 * @param document facts of a document; null for other files
 */
public record FileMetadata(
    String mediaType, SortedMap<String, String> tags, @Nullable DocumentInfo document) {

  /** Name of the child's output file, in JSON. */
  public static final String FILE = "description.json";
}
