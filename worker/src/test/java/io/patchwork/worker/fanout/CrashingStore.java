package io.patchwork.worker.fanout;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.worker.crash.ForwardingStore;
import io.patchwork.worker.crash.Life;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A store whose user dies, once, just before or just after a key is written. Thread-safe. */
final class CrashingStore extends ForwardingStore {

  private volatile @Nullable Predicate<ObjectKey> before;
  private volatile @Nullable Predicate<ObjectKey> after;

  CrashingStore(ObjectStore store) {
    super(store);
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
        throw new Life.Crash("before " + key);
      }
    }
    Put put = super.putIfAbsent(key, upload);
    synchronized (this) {
      if (after != null && after.test(key)) {
        after = null;
        throw new Life.Crash("after " + key);
      }
    }
    return put;
  }
}
