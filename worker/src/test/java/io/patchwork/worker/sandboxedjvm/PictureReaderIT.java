package io.patchwork.worker.sandboxedjvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.LocalChildProcesses;
import io.patchwork.common.process.NoSandbox;
import io.patchwork.worker.sandboxedjvm.child.PictureMain;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures read by JVMs that were started ahead of them. */
@Timeout(120)
final class PictureReaderIT {

  @TempDir Path temp;
  private ChildProcesses children;
  private PictureReader reader;
  private Path spares;

  @BeforeEach
  void start() {
    spares = temp.resolve("spares");
    children = new LocalChildProcesses(new NoSandbox());
    reader = new PictureReader(children, spares, 1);
  }

  @AfterEach
  void stop() {
    reader.close();
    children.close();
  }

  private PictureReading read(String name) throws Exception {
    Path folder = temp.resolve(name);
    Path in = Files.createDirectories(folder.resolve("in"));
    try (InputStream sample = PictureMain.class.getResourceAsStream("sample.jpg")) {
      Files.write(in.resolve(name), Objects.requireNonNull(sample).readAllBytes());
    }
    PictureReading reading = reader.read(folder, name, "image/jpeg", Optional.empty());
    reader.prepare();
    return reading;
  }

  private static Stream<ProcessHandle> jvms() {
    return ProcessHandle.current()
        .descendants()
        .filter(each -> each.info().commandLine().orElse("").contains(PictureMain.class.getName()));
  }

  @Test
  void eachPictureHasAJvmOfItsOwnAndNoneIsLeftBehind() throws Exception {
    PictureReading first = read("first.jpg");
    PictureReading second = read("second.jpg");

    assertThat(first.tags()).containsEntry("tiff:Make", "Patchwork");
    assertThat(second.tags()).isEqualTo(first.tags());
    assertThat(first.problems()).isEmpty();
    List<ProcessHandle> waiting = jvms().toList();

    reader.close();

    for (ProcessHandle jvm : waiting) {
      var _ = jvm.onExit().get(20, TimeUnit.SECONDS);
    }
    try (Stream<Path> left = Files.list(spares)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aJvmThatDiesWhileItWaitsCostsNoPicture() throws Exception {
    var _ = read("first.jpg");
    for (ProcessHandle jvm : jvms().toList()) {
      var _ = jvm.destroyForcibly();
      var _ = jvm.onExit().get(20, TimeUnit.SECONDS);
    }

    assertThat(read("second.jpg").tags()).containsEntry("tiff:Make", "Patchwork");
  }

  @Test
  void aPictureThatComesAfterTheEndIsStillRead() throws Exception {
    reader.close();

    assertThat(read("late.jpg").tags()).containsEntry("tiff:Make", "Patchwork");
    assertThat(jvms()).isEmpty();
  }

  /**
   * A cache that does not fit is left aside without a word, and each picture costs twice as much.
   */
  @Test
  void theCacheThatTheLauncherMakesFitsTheReaders() throws Exception {
    Path launcher = Path.of("bin/patchwork").toAbsolutePath();
    run(List.of(launcher.toString(), "--version"));
    Path app = Path.of("target/app").toAbsolutePath();
    Path cache;
    String classPath;
    try (Stream<Path> made = Files.list(app);
        Stream<Path> jars = Files.list(app.resolve("lib"))) {
      cache =
          made.filter(file -> file.getFileName().toString().matches("pictures-.*[.]aot"))
              .findFirst()
              .orElseThrow();
      // In the order of the launcher's shell.
      classPath = String.join(":", jars.map(Path::toString).sorted().toList());
    }

    List<String> command =
        JvmChild.pictures(
            JvmChild.classPath(classPath),
            List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache),
            JvmChild.PICTURES);
    command.addFirst(System.getProperty("java.home") + "/bin/java");
    run(command);
  }

  private void run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("said").toFile())
            .start();
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(temp.resolve("said"))).isZero();
  }
}
