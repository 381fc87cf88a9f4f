package io.patchwork.worker.crash;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store that is another, but for what a subclass changes. */
public abstract class ForwardingStore implements ObjectStore {

  private final ObjectStore store;

  protected ForwardingStore(ObjectStore store) {
    this.store = store;
  }

  @Override
  public URI uri(ObjectKey key) {
    return store.uri(key);
  }

  @Override
  public Optional<ObjectKey> keyOf(URI uri) {
    return store.keyOf(uri);
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) {
    return store.head(key);
  }

  @Override
  public InputStream open(ObjectKey key, long from, @Nullable String etag) {
    return store.open(key, from, etag);
  }

  @Override
  public Optional<Content> read(ObjectKey key, int maxBytes) {
    return store.read(key, maxBytes);
  }

  @Override
  public Put putIfAbsent(ObjectKey key, Upload upload) {
    return store.putIfAbsent(key, upload);
  }

  @Override
  public Optional<StoredObject> replace(ObjectKey key, String etag, Upload upload) {
    return store.replace(key, etag, upload);
  }

  @Override
  public Stream<StoredObject> list(String prefix) {
    return store.list(prefix);
  }

  @Override
  public void delete(ObjectKey key) {
    store.delete(key);
  }

  @Override
  public boolean erase(ObjectKey key) {
    return store.erase(key);
  }

  @Override
  public void check() {
    store.check();
  }

  @Override
  public void close() {
    store.close();
  }
}
