package io.patchwork.worker.timelineimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TimelineArchiveTest {

  @TempDir Path temp;
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void zip() throws Exception {
    file = temp.resolve("cut.otioz");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : new String[] {"content.otio", "media/a b.mp4", "../../escaped"}) {
        out.putNextEntry(new ZipEntry(name));
        out.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void anArchiveHoldsTheTimelineAndItsMedia() throws Exception {
    try (TimelineArchive archive = TimelineArchive.open(file)) {
      assertThat(archive.document()).asString().isEqualTo("content.otio");
      Path media = archive.unpack("media/a b.mp4", 100, folder);

      assertThat(media).hasFileName("a-b.mp4").hasContent("media/a b.mp4");
    }
  }

  @Test
  void whatIsUnpackedStaysInTheFolderWhateverItsName() throws Exception {
    try (TimelineArchive archive = TimelineArchive.open(file)) {
      Path unpacked = archive.unpack("../../escaped", 100, folder);

      assertThat(unpacked.normalize()).isEqualTo(unpacked).hasFileName("escaped");
      assertThat(unpacked).startsWith(folder);
    }
  }

  @Test
  void twoFilesOfOneNameAreRefused() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    String renamed =
        new String(bytes, StandardCharsets.ISO_8859_1).replace("../../escaped", "media/a b.mp4");
    Files.write(file, renamed.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> TimelineArchive.open(file)).hasMessageContaining("two files");
  }

  @Test
  void whatIsTooLargeOrNotThereIsRefused() throws Exception {
    try (TimelineArchive archive = TimelineArchive.open(file)) {
      assertThatThrownBy(() -> archive.unpack("media/a b.mp4", 5, folder))
          .hasMessageContaining("larger");
      assertThatThrownBy(() -> archive.unpack("media/x", 5, folder))
          .hasMessageContaining("not in the archive");
    }
  }
}
