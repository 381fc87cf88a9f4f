package io.patchwork.worker.fanout;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store whose user dies, once, just before or just after a key is written. Thread-safe. */
final class CrashingStore implements ObjectStore {

  /** The death of a worker: its deliveries come again. */
  static final class Crash extends VirtualMachineError {
    private static final long serialVersionUID = 1;

    Crash(String when) {
      super("the worker dies " + when);
    }
  }

  private final ObjectStore store;
  private volatile @Nullable Predicate<ObjectKey> before;
  private volatile @Nullable Predicate<ObjectKey> after;

  CrashingStore(ObjectStore store) {
    this.store = store;
  }

  void crashBefore(Predicate<ObjectKey> key) {
    before = key;
  }

  void crashAfter(Predicate<ObjectKey> key) {
    after = key;
  }

  boolean hasCrashed() {
    return before == null && after == null;
  }

  @Override
  public Put putIfAbsent(ObjectKey key, Upload upload) {
    synchronized (this) {
      if (before != null && before.test(key)) {
        before = null;
        throw new Crash("before " + key);
      }
    }
    Put put = store.putIfAbsent(key, upload);
    synchronized (this) {
      if (after != null && after.test(key)) {
        after = null;
        throw new Crash("after " + key);
      }
    }
    return put;
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
  public void check() {
    store.check();
  }

  @Override
  public void close() {
    store.close();
  }
}
