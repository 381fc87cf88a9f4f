package io.patchwork.common.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows of an object.
 *
 * @param etag changes whenever the content does
 * @param sha256 hexadecimal digest of the content, if whoever put it said so; absent in listings
 * @param metadata what whoever put it said of it; empty in listings
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
