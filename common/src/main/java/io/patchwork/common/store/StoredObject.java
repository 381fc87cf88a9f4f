package io.patchwork.common.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object's properties in the store.
 *
 * @param etag changes whenever the content does
 * @param sha256 hexadecimal digest of the content, if it was put with one; null in listings
 * @param metadata user metadata; empty in listings
 */
public record StoredObject(
    ObjectKey key,
    long bytes,
    String etag,
    @Nullable String sha256,
    Instant modified,
    Map<String, String> metadata) {

  public StoredObject {
    metadata = Map.copyOf(metadata);
  }
}
