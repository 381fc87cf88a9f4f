package io.patchwork.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnifferTest {

  @TempDir Path temp;

  @Test
  void aJobThatIsStoppedWhileTheMagicIsLoadedSpoilsNothing() throws Exception {
    Path file = Files.writeString(temp.resolve("x"), "%PDF-1.7\n");

    Thread.currentThread().interrupt();
    String type = Sniffer.mediaType(file);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(type).isEqualTo("application/pdf");
  }
}
