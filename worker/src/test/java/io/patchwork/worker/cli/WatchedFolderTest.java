package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WatchedFolderTest {

  private static final Duration REST = Duration.ofMillis(300);

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private static CompletableFuture<List<Path>> taken(WatchedFolder watched) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return watched.take();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Test
  void whatIsThereAlreadyIsHandedOverAndWhatIsHiddenIsNot() throws Exception {
    Path file = Files.writeString(Files.createDirectories(folder.resolve("a")).resolve("x"), "1");
    Files.writeString(folder.resolve(".half-copied"), "1");
    Files.writeString(Files.createDirectories(folder.resolve(".git")).resolve("x"), "1");

    try (WatchedFolder watched = new WatchedFolder(folder, REST)) {
      assertThat(watched.take()).containsExactly(file);
    }
  }

  @Test
  void aFileIsHandedOverWhenNobodyWritesToItAnyMore() throws Exception {
    Path file = folder.resolve("film");
    try (WatchedFolder watched = new WatchedFolder(folder, REST)) {
      CompletableFuture<List<Path>> taken = taken(watched);
      try (OutputStream out = Files.newOutputStream(file)) {
        for (int i = 0; i < 10; i++) {
          out.write(i);
          out.flush();
          assertThat(taken.isDone()).as("while it is written").isFalse();
          TimeUnit.MILLISECONDS.sleep(REST.toMillis() / 4);
        }
      }

      assertThat(taken.get()).containsExactly(file);
      assertThat(Files.size(file)).isEqualTo(10);
    }
  }

  @Test
  void foldersThatComeLaterAreWatchedToo() throws Exception {
    Path ready = Files.createDirectories(elsewhere.resolve("deep/er"));
    Files.writeString(ready.resolve("one"), "1");
    try (WatchedFolder watched = new WatchedFolder(folder, REST)) {
      CompletableFuture<List<Path>> first = taken(watched);
      Files.move(elsewhere.resolve("deep"), folder.resolve("deep"), StandardCopyOption.ATOMIC_MOVE);
      assertThat(first.get()).containsExactly(folder.resolve("deep/er/one"));

      Path two = Files.writeString(folder.resolve("deep/er/two"), "2");
      assertThat(watched.take()).containsExactly(two);
    }
  }

  @Test
  void closingEndsTheWait() throws Exception {
    WatchedFolder watched = new WatchedFolder(folder, REST);
    CompletableFuture<List<Path>> taken = taken(watched);
    watched.close();

    assertThat(taken.get()).isEmpty();
  }
}
