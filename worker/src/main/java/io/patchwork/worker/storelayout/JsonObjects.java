package io.patchwork.worker.storelayout;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.failure.Failure.Fault;
import java.util.Optional;
import java.util.function.Function;

/** JSON documents as objects in the store. Thread-safe. */
public final class JsonObjects {

  private static final String MEDIA_TYPE = "application/json";
  private static final int MAX_TRIES = 100;

  private final ObjectStore store;
  private final int maxBytes;

  /**
   * Documents.
   *
   * @param maxBytes maximum size of a document that is read
   */
  public JsonObjects(ObjectStore store, int maxBytes) {
    this.store = store;
    this.maxBytes = maxBytes;
  }

  /** Puts a document unless the key exists; returns whether it was put. */
  public boolean putIfAbsent(ObjectKey key, Object document) {
    return store.putIfAbsent(key, upload(key, document)).created();
  }

  /**
   * Puts a document unless there is one that can be read; one that another version of this software
   * wrote in another form is replaced.
   */
  public <T> void putReadable(ObjectKey key, T document, Class<T> type) {
    Upload upload = upload(key, document);
    if (store.putIfAbsent(key, upload).created()) {
      return;
    }
    store
        .read(key, maxBytes)
        .filter(present -> !upload.sha256().equals(Sha256.of(present.bytes()).hex()))
        .filter(present -> !StoredDocument.isReadable(key, present.bytes(), type))
        .ifPresent(present -> store.replace(key, present.object().etag(), upload));
  }

  public <T> Optional<T> read(ObjectKey key, Class<T> type) {
    return store
        .read(key, maxBytes)
        .map(content -> StoredDocument.parse(key, content.bytes(), type));
  }

  /**
   * Updates a document by compare-and-set, safe against concurrent updates.
   *
   * @param next maps the present document, if any, to the next one; empty leaves it
   * @return whether it was updated
   * @throws Fault if concurrent updates win again and again
   */
  public <T> boolean move(ObjectKey key, Class<T> type, Function<Optional<T>, Optional<T>> next)
      throws Fault {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      Optional<ObjectStore.Content> present = store.read(key, maxBytes);
      Optional<T> moved =
          next.apply(present.map(content -> StoredDocument.parse(key, content.bytes(), type)));
      if (moved.isEmpty()) {
        return false;
      }
      Upload upload = upload(key, moved.get());
      boolean isMoved =
          present.isEmpty()
              ? store.putIfAbsent(key, upload).created()
              : store.replace(key, present.get().object().etag(), upload).isPresent();
      if (isMoved) {
        return true;
      }
    }
    throw new Fault("others move " + key + " again and again", null);
  }

  /** A document as an upload. */
  public static Upload upload(ObjectKey key, Object document) {
    byte[] bytes = StoredDocument.bytes(key, document);
    return Upload.of(bytes, MEDIA_TYPE, Sha256.of(bytes).hex());
  }
}
