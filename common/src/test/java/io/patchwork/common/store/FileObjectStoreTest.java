package io.patchwork.common.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class FileObjectStoreTest extends ObjectStoreContract {

  @Override
  ObjectStore open(Path folder) {
    return new FileObjectStore(folder);
  }

  @Test
  void aLinkThatLeadsOutOfTheStoreIsRefused() throws Exception {
    Path secret = Files.writeString(temp.resolve("secret"), "secret");
    Path root = Files.createDirectories(temp.resolve("linked"));
    Files.createSymbolicLink(root.resolve("link"), secret);
    ObjectStore store = new FileObjectStore(root);

    assertThatThrownBy(() -> store.open(new ObjectKey("link"), 0, null))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("leaves the store");
  }

  @Test
  void aFileThatSomebodyDroppedInIsAnObject() throws Exception {
    Path root = Files.createDirectories(temp.resolve("dropped/uploads"));
    Files.writeString(root.resolve("film.mp4"), "bytes");
    ObjectStore store = new FileObjectStore(temp.resolve("dropped"));

    StoredObject object = store.head(new ObjectKey("uploads/film.mp4")).orElseThrow();
    Files.writeString(root.resolve("film.mp4"), "other bytes");
    StoredObject changed = store.head(new ObjectKey("uploads/film.mp4")).orElseThrow();

    assertThat(changed.etag()).isNotEqualTo(object.etag());
  }

  @Test
  void whatIsDeletedWhileItIsListedIsLeftOut() throws Exception {
    Path root = Files.createDirectories(temp.resolve("busy"));
    Path parts = root.resolve("chunks/done");
    ObjectStore store = new FileObjectStore(root);
    Files.createDirectories(root.resolve("chunks/stays"));
    Files.writeString(root.resolve("chunks/stays/one"), "bytes");

    try (var deleting = Executors.newSingleThreadExecutor()) {
      var comesAndGoes =
          deleting.submit(() -> {
            for (int round = 0; round < 400; round++) {
              Files.createDirectories(parts);
              for (int part = 0; part < 8; part++) {
                Files.writeString(parts.resolve("" + part), "part");
              }
              for (int part = 0; part < 8; part++) {
                Files.delete(parts.resolve("" + part));
              }
              Files.delete(parts);
            }
            return null;
          });
      do {
        assertThat(store.list("chunks/")).contains(stays(store));
      } while (!comesAndGoes.isDone());
      comesAndGoes.get();
    }

    assertThat(store.list("")).containsExactly(stays(store));
  }

  private static StoredObject stays(ObjectStore store) {
    return store.list("chunks/stays/").findFirst().orElseThrow();
  }
}
