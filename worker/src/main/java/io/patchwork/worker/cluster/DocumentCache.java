package io.patchwork.worker.cluster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.wire.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Documents of one type that never change once they are in the store, those read last kept as they
 * were parsed, up to so many of their bytes in all. Thread-safe.
 */
public final class DocumentCache<T> {

  private final ObjectStore store;
  private final Class<T> type;
  private final int maxBytes;
  private final Cache<ObjectKey, Kept<T>> kept;

  private record Kept<T>(T document, int bytes) {}

  /**
   * None yet.
   *
   * @param maxBytes of one document
   * @param keptBytes of all that are kept; parsed they take several times as much
   */
  public DocumentCache(ObjectStore store, Class<T> type, int maxBytes, long keptBytes) {
    this.store = store;
    this.type = type;
    this.maxBytes = maxBytes;
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(keptBytes)
            .weigher((ObjectKey key, Kept<T> document) -> document.bytes)
            .executor(Runnable::run)
            .build();
  }

  /** The document, if it is there. */
  public Optional<T> read(ObjectKey key) {
    @Nullable Kept<T> known = kept.getIfPresent(key);
    if (known != null) {
      return Optional.of(known.document);
    }
    Optional<ObjectStore.Content> found = store.read(key, maxBytes);
    return found.map(content -> {
      T document = Json.read(content.bytes(), type);
      kept.put(key, new Kept<>(document, content.bytes().length));
      return document;
    });
  }
}
