package io.patchwork.worker.storelayout;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cache of parsed documents of one type that are immutable in the store, bounded by their size in
 * bytes. Thread-safe.
 */
public final class DocumentCache<T> {

  private final ObjectStore store;
  private final Class<T> type;
  private final int maxBytes;
  private final Cache<ObjectKey, Entry<T>> entries;

  private record Entry<T>(T document, int bytes) {}

  /**
   * An empty cache.
   *
   * @param maxBytes maximum size of one document
   * @param cachedBytes maximum size of all cached documents as stored; parsed they take several
   *     times as much
   */
  public DocumentCache(ObjectStore store, Class<T> type, int maxBytes, long cachedBytes) {
    this.store = store;
    this.type = type;
    this.maxBytes = maxBytes;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(cachedBytes)
            .weigher((ObjectKey key, Entry<T> document) -> document.bytes)
            .executor(Runnable::run)
            .build();
  }

  /** The document, if it exists. */
  public Optional<T> read(ObjectKey key) {
    @Nullable Entry<T> cached = entries.getIfPresent(key);
    if (cached != null) {
      return Optional.of(cached.document);
    }
    Optional<ObjectStore.Content> content = store.read(key, maxBytes);
    return content.map(stored -> {
      T document = StoredDocument.parse(key, stored.bytes(), type);
      entries.put(key, new Entry<>(document, stored.bytes().length));
      return document;
    });
  }
}
