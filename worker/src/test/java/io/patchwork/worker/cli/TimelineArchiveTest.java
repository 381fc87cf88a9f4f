package io.patchwork.worker.cli;

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
    Path media;
    try (TimelineArchive archive = TimelineArchive.open(file, 100)) {
      assertThat(archive.document()).asString().isEqualTo("content.otio");
      media = archive.unpack("media/a b.mp4");
      assertThat(media).hasFileName("a-b.mp4").hasContent("media/a b.mp4");
    }
    assertThat(media).doesNotExist();
  }

  @Test
  void whatIsUnpackedStaysInOurFolderWhateverItsName() throws Exception {
    try (TimelineArchive archive = TimelineArchive.open(file, 100)) {
      Path unpacked = archive.unpack("../../escaped");

      assertThat(unpacked.normalize()).isEqualTo(unpacked).hasFileName("escaped");
      assertThat(unpacked.toString()).contains("patchwork-otioz");
    }
  }

  @Test
  void whatIsTooLargeOrNotThereIsRefused() throws Exception {
    try (TimelineArchive archive = TimelineArchive.open(file, 5)) {
      assertThatThrownBy(() -> archive.unpack("media/a b.mp4")).hasMessageContaining("larger");
      assertThatThrownBy(() -> archive.unpack("media/x"))
          .hasMessageContaining("not in the archive");
    }
  }
}
