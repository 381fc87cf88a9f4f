package io.patchwork.worker.timelineimport;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no file is refused in words that say why. */
class LocalFileTest {

  @TempDir private Path temp;

  @Test
  void aFolderAndAFileThatIsNotThereAreToldApart() throws Exception {
    assertThatThrownBy(() -> LocalFile.check(temp, "timeline"))
        .hasMessage(temp + " is a folder; name the timeline in it.");
    assertThatThrownBy(() -> LocalFile.check(temp.resolve("no.otio"), "timeline"))
        .hasMessage("There is no timeline " + temp.resolve("no.otio") + "; check its name.");
    Path file = Files.writeString(temp.resolve("film.otio"), "{}");
    assertThatCode(() -> LocalFile.check(file, "timeline")).doesNotThrowAnyException();
  }
}
