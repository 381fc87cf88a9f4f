package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class TemporaryFolderTest {

  @Test
  void itIsGoneWithAllThatIsInItOnceClosed() throws Exception {
    Path path;
    try (TemporaryFolder folder = new TemporaryFolder()) {
      path = folder.path();
      Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("c"), "1");

      assertThat(folder.path()).isEqualTo(path).isDirectory();
    }

    assertThat(path).doesNotExist();
    assertThat(path.resolveSibling(path.getFileName() + ".gone")).doesNotExist();
  }

  @Test
  void nobodyWhoIsStillAtWorkGetsAnotherOne() {
    TemporaryFolder folder = new TemporaryFolder();
    folder.close();

    assertThatThrownBy(folder::path).isInstanceOf(IOException.class);
  }
}
