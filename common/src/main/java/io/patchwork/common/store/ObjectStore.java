package io.patchwork.common.store;

import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store of objects: put if absent, compare-and-set, get with a pinned version. Every operation
 * throws {@link StoreUnavailable} when the store cannot be reached or refuses for a reason of its
 * own; nothing becomes visible before it is whole. Thread-safe.
 */
public interface ObjectStore extends AutoCloseable {

  /** The address of an object for others. */
  URI uri(ObjectKey key);

  /** The key of an address, if it lies in this store. */
  Optional<ObjectKey> keyOf(URI uri);

  Optional<StoredObject> head(ObjectKey key);

  /**
   * Opens an object's bytes from {@code from} on; the caller closes.
   *
   * @param etag the version that is meant, or null for whichever is there
   * @throws ObjectMissing if there is no such object
   * @throws ObjectChanged if it is no longer that version
   */
  InputStream open(ObjectKey key, long from, @Nullable String etag);

  /**
   * A small object whole.
   *
   * @throws StoreUnavailable if it is larger than {@code maxBytes}
   */
  Optional<Content> read(ObjectKey key, int maxBytes);

  /** Puts an object unless one is there already: of several at once, one wins. */
  Put putIfAbsent(ObjectKey key, Upload upload);

  /**
   * Puts an object over the version {@code etag} (compare-and-set).
   *
   * @return empty if that version is not the present one or there is no object
   */
  Optional<StoredObject> replace(ObjectKey key, String etag, Upload upload);

  /** All objects whose keys start with {@code prefix}, ordered by key; the caller closes. */
  Stream<StoredObject> list(String prefix);

  /** Deletes an object; no object is as good. */
  void delete(ObjectKey key);

  /**
   * Proves that the store can be reached and used.
   *
   * @throws StoreUnavailable if not, with a sentence
   */
  void check();

  @Override
  void close();

  /** An object's bytes and what the store knows of it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, only read
  record Content(StoredObject object, byte[] bytes) {}

  /**
   * What became of a conditional put.
   *
   * @param created whether these bytes are the ones that are there now
   * @param object what is there now
   */
  record Put(boolean created, StoredObject object) {}
}
