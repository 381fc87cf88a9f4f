package io.patchwork.worker.crash;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The store of a worker that may die. Thread-safe. */
public final class MortalStore extends ForwardingStore {

  private final Life life;

  public MortalStore(ObjectStore store, Life life) {
    super(store);
    this.life = life;
  }

  @Override
  public Put putIfAbsent(ObjectKey key, Upload upload) {
    return life.effect("put " + key, () -> super.putIfAbsent(key, upload));
  }

  @Override
  public Optional<StoredObject> replace(ObjectKey key, String etag, Upload upload) {
    return life.effect("replace " + key, () -> super.replace(key, etag, upload));
  }

  @Override
  public void delete(ObjectKey key) {
    var _ =
        life.effect(
            "delete " + key,
            () -> {
              super.delete(key);
              return true;
            });
  }

  @Override
  public boolean erase(ObjectKey key) {
    return life.effect("erase " + key, () -> super.erase(key));
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) {
    life.living();
    return super.head(key);
  }

  @Override
  public InputStream open(ObjectKey key, long from, @Nullable String etag) {
    life.living();
    return super.open(key, from, etag);
  }

  @Override
  public Optional<Content> read(ObjectKey key, int maxBytes) {
    life.living();
    return super.read(key, maxBytes);
  }

  @Override
  public Stream<StoredObject> list(String prefix) {
    life.living();
    return super.list(prefix);
  }

  @Override
  public void check() {
    life.living();
    super.check();
  }

  @Override
  public void close() {}
}
