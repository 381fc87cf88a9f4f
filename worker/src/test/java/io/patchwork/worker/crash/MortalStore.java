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

/** The store of a worker that may die. Thread-safe. */
public final class MortalStore implements ObjectStore {

  private final ObjectStore store;
  private final Life life;

  public MortalStore(ObjectStore store, Life life) {
    this.store = store;
    this.life = life;
  }

  @Override
  public Put putIfAbsent(ObjectKey key, Upload upload) {
    return life.effect("put " + key, () -> store.putIfAbsent(key, upload));
  }

  @Override
  public Optional<StoredObject> replace(ObjectKey key, String etag, Upload upload) {
    return life.effect("replace " + key, () -> store.replace(key, etag, upload));
  }

  @Override
  public void delete(ObjectKey key) {
    var _ =
        life.effect(
            "delete " + key,
            () -> {
              store.delete(key);
              return true;
            });
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
    life.living();
    return store.head(key);
  }

  @Override
  public InputStream open(ObjectKey key, long from, @Nullable String etag) {
    life.living();
    return store.open(key, from, etag);
  }

  @Override
  public Optional<Content> read(ObjectKey key, int maxBytes) {
    life.living();
    return store.read(key, maxBytes);
  }

  @Override
  public Stream<StoredObject> list(String prefix) {
    life.living();
    return store.list(prefix);
  }

  @Override
  public void check() {
    life.living();
    store.check();
  }

  @Override
  public void close() {}
}
