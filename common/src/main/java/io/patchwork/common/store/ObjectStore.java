package io.patchwork.common.store;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store of objects: put if absent, compare-and-set, get with a pinned version. Every operation
 * throws {@link StoreUnavailable} when the store cannot be reached or refuses the request; objects
 * become visible only when complete. Thread-safe.
 */
public interface ObjectStore extends AutoCloseable {

  /** The URI of an object. */
  URI uri(ObjectKey key);

  /** The key of a URI, if it is in this store. */
  Optional<ObjectKey> keyOf(URI uri);

  Optional<StoredObject> head(ObjectKey key);

  /**
   * Opens an object's bytes from {@code from} on; the caller closes.
   *
   * @param etag expected version, or null for the present one
   * @throws ObjectMissing if there is no such object
   * @throws ObjectChanged if it is no longer that version
   */
  InputStream open(ObjectKey key, long from, @Nullable String etag);

  /**
   * Reads a small object.
   *
   * @throws StoreUnavailable if it is larger than {@code maxBytes}
   */
  Optional<Content> read(ObjectKey key, int maxBytes);

  /** Puts an object unless the key exists: of concurrent puts, one wins. */
  Put putIfAbsent(ObjectKey key, Upload upload);

  /**
   * Replaces the version {@code etag} of an object (compare-and-set).
   *
   * @return empty if another version is present, or none
   */
  Optional<StoredObject> replace(ObjectKey key, String etag, Upload upload);

  /** All objects whose keys start with {@code prefix}, ordered by key; the caller closes. */
  Stream<StoredObject> list(String prefix);

  /** Deletes an object, if it exists. */
  void delete(ObjectKey key);

  /**
   * A link by which whoever has it can read an object for a time.
   *
   * @param mediaType that the object is served as
   * @param isShown whether a browser shows it; else it saves it
   * @return empty where the store has no links
   */
  default Optional<URI> link(ObjectKey key, Duration validity, String mediaType, boolean isShown) {
    return Optional.empty();
  }

  /**
   * Deletes an object, if it exists, with all versions of it that the store keeps.
   *
   * @return whether no version of it is left; false where this client may not delete versions
   */
  boolean erase(ObjectKey key);

  /**
   * Checks that the store can be reached and used.
   *
   * @throws StoreUnavailable if not, with a sentence as its message
   */
  void check();

  @Override
  void close();

  /** An object's bytes and its metadata. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, only read
  record Content(StoredObject object, byte[] bytes) {}

  /**
   * The result of a conditional put.
   *
   * @param created whether the object was put now
   * @param object the object that is present
   */
  record Put(boolean created, StoredObject object) {}
}
