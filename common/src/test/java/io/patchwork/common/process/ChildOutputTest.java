package io.patchwork.common.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
final class ChildOutputTest {

  @TempDir Path temp;
  private Path out;
  private Path secret;

  @BeforeEach
  void folder() throws IOException {
    out = Files.createDirectories(temp.resolve("out"));
    secret = Files.writeString(temp.resolve("secret"), "of the host");
  }

  @Test
  void onlyFilesOfTheChildAreLeft() throws Exception {
    Path mine = out.resolve("mine.fifo");
    NamedPipes.make(mine);
    ChildOutput output = ChildOutput.before(out);
    Files.writeString(out.resolve("film.mp4"), "film");
    Files.createSymbolicLink(out.resolve("poster.jpg"), secret);
    NamedPipes.make(out.resolve("description.json"));
    Files.createSymbolicLink(Files.createDirectory(out.resolve("deep")).resolve("link"), secret);

    List<String> deleted = output.clean();

    assertThat(deleted)
        .containsExactlyInAnyOrder(
            "poster.jpg (a link)", "description.json (a pipe or device)", "deep (a folder)");
    assertThat(out).isDirectoryContaining(path -> path.endsWith("film.mp4"));
    assertThat(mine).exists();
    assertThat(secret).hasContent("of the host");
    assertThat(output.clean()).isEmpty();
  }

  @Test
  void aPipeInThePlaceOfOursIsDeleted() throws Exception {
    Path pipe = out.resolve("frames.rgb");
    NamedPipes.make(pipe);
    ChildOutput output = ChildOutput.before(out);
    // Renamed, so that its inode is another one for certain.
    NamedPipes.make(temp.resolve("other"));
    Files.delete(pipe);
    Files.move(temp.resolve("other"), pipe);

    assertThat(output.clean()).containsExactly("frames.rgb (a pipe or device)");
  }

  @Test
  void aSmallFileIsReadWithinItsBound() throws Exception {
    Files.writeString(out.resolve("said.json"), "12345");

    assertThat(ChildOutput.read(out.resolve("said.json"), 5)).hasSize(5);
    assertThatThrownBy(() -> ChildOutput.read(out.resolve("said.json"), 4))
        .hasMessageContaining("more than 4 bytes");
  }

  @Test
  void neitherALinkNorANameLeadsOutOfTheFolder() throws Exception {
    Files.createSymbolicLink(out.resolve("link"), secret);
    NamedPipes.make(out.resolve("pipe"));
    Files.createDirectory(out.resolve("deep"));
    Files.writeString(out.resolve("deep/file"), "deep");

    for (String name :
        List.of("link", "pipe", "deep", "deep/file", "../secret", secret.toString(), "", ".")) {
      assertThatThrownBy(() -> ChildOutput.read(ChildOutput.named(out, name), 100))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aLineWithoutAnEndComesInPieces() throws Exception {
    String endless = "x".repeat(BoundedLines.MAX_LINE + 7);
    Files.writeString(out.resolve("log.txt"), "first\n" + endless + "\nlast");
    List<String> lines = new ArrayList<>();

    ChildOutput.lines(out.resolve("log.txt"), lines::add);

    assertThat(lines).hasSize(4).startsWith("first").endsWith("x".repeat(7), "last");
  }

  @Test
  void whatIsNoUtf8IsReplaced() throws Exception {
    Files.write(out.resolve("log.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    List<String> lines = new ArrayList<>();

    ChildOutput.lines(out.resolve("log.txt"), lines::add);

    assertThat(lines).containsExactly("caf\ufffd");
  }
}
