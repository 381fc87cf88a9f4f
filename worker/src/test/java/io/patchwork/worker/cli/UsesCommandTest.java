package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.worker.Otio;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code patchwork uses} with an index and without one. */
final class UsesCommandTest {

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();
  private int exit;

  /** A film of a clip and half of a remix, which has another clip. */
  @BeforeEach
  void storeFilms() throws Exception {
    StoredFilm stored =
        new StoredFilm(folder)
            .asset("va", true, new Contributor(new Id("ana"), "Ana", "camera"))
            .asset("vb", true, new Contributor(new Id("ben"), "Ben", "camera"))
            .asset("remix", true, new Contributor(new Id("otto"), "Otto", "editor"));
    Otio otio = new Otio("25");
    stored.render("remix", new Otio("25").track("Video", otio.clip("asset:va", 0, 50)));
    stored.render(
        "film",
        new Otio("25")
            .track("Video", otio.clip("asset:vb", 0, 25), otio.clip("asset:remix", 0, 25)));
  }

  private List<String> uses(String... arguments) {
    CommandLine line = PatchworkCommand.commandLine();
    line.setErr(new PrintWriter(err, true));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      String[] all = new String[arguments.length + 3];
      all[0] = "uses";
      all[1] = "--local";
      all[2] = folder.toString();
      System.arraycopy(arguments, 0, all, 3, arguments.length);
      exit = line.execute(all);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aScanFindsWhatTheIndexFinds() {
    List<String> scanned = uses("ana", "--scan");

    assertThat(exit).isZero();
    assertThat(scanned)
        .containsExactly(
            "film",
            "  seen  0:00:01.000 – 0:00:02.000  through remix",
            "remix",
            "  seen  0:00:00.000 – 0:00:02.000");
    assertThat(uses("ana", "--rebuild")).isEqualTo(scanned);
    assertThat(uses("ana")).isEqualTo(scanned);
    assertThat(uses("vb")).isEqualTo(uses("ben", "--scan")).hasSize(2);
  }

  @Test
  void withoutAnIndexTheWayOutIsSaid() {
    uses("ana");

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("or read all lineages with --scan.");
    uses("zoe", "--scan");
    assertThat(exit).isEqualTo(1);
    uses("--scan");
    assertThat(exit).isEqualTo(2);
  }
}
