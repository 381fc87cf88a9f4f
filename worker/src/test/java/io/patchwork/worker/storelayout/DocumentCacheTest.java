package io.patchwork.worker.storelayout;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept is seen by what is still known once it is gone from the store. */
final class DocumentCacheTest {

  private static final int KEPT_BYTES = 1000;

  @TempDir Path folder;
  private ObjectStore store;
  private DocumentCache<String> texts;

  @BeforeEach
  void open() {
    store = new FileObjectStore(folder);
    texts = new DocumentCache<>(store, String.class, 1 << 20, KEPT_BYTES);
  }

  private ObjectKey stored(String name, int letters) {
    ObjectKey key = new ObjectKey("texts/" + name);
    store.putIfAbsent(key, JsonObjects.upload(key, "x".repeat(letters)));
    return key;
  }

  @Test
  void whatWasReadIsKept() {
    ObjectKey key = stored("small", 100);
    assertThat(texts.read(key)).contains("x".repeat(100));

    store.delete(key);

    assertThat(texts.read(key)).contains("x".repeat(100));
  }

  @Test
  void whatWeighsMoreThanAllThatMayBeKeptIsReadEachTime() {
    ObjectKey key = stored("large", KEPT_BYTES + 1);
    assertThat(texts.read(key)).isPresent();

    store.delete(key);

    assertThat(texts.read(key)).isEmpty();
  }

  @Test
  void noMoreBytesAreKeptThanMayBe() {
    ObjectKey[] keys =
        IntStream.range(0, 20).mapToObj(i -> stored("text" + i, 98)).toArray(ObjectKey[]::new);
    for (ObjectKey key : keys) {
      assertThat(texts.read(key)).isPresent();
    }

    for (ObjectKey key : keys) {
      store.delete(key);
    }

    assertThat(keys).filteredOn(key -> texts.read(key).isPresent()).hasSizeBetween(1, 10);
  }

  @Test
  void whatIsNotThereIsAskedForAgain() {
    ObjectKey key = new ObjectKey("texts/late");
    assertThat(texts.read(key)).isEmpty();

    stored("late", 1);

    assertThat(texts.read(key)).contains("x");
  }
}
