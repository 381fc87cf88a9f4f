package io.patchwork.worker.sandboxedjvm;

import io.patchwork.schema.manifest.DocumentInfo;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of itself.
 *
 * @param mediaType what it is, once it was looked into
 * @param tags bounded text by bounded names
 * @param document for documents
 */
public record FileMetadata(
    String mediaType, SortedMap<String, String> tags, @Nullable DocumentInfo document) {

  /** Where the child writes it, as JSON. */
  public static final String FILE = "description.json";
}
