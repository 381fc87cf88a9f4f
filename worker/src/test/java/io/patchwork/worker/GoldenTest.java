package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoldenTest {

  private static final int MAX_LINES = 40;

  private static List<Path> goldens() throws IOException {
    try (Stream<Path> files = Files.walk(Golden.FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void noGoldenIsLongerThanWhatIsReadAtAGlance() throws Exception {
    assertThat(goldens())
        .allSatisfy(
            golden -> assertThat(Files.readAllLines(golden)).hasSizeLessThan(MAX_LINES + 1));
  }

  @Test
  void everyGoldenIsReadByExactlyOneTest() throws Exception {
    Path classes =
        Path.of(Golden.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Path> read;
    try (Stream<Path> files = Files.walk(classes)) {
      read =
          files
              .map(file -> classes.relativize(file).toString())
              .filter(file -> file.endsWith("Test.class"))
              .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
              .flatMap(GoldenTest::paths)
              .sorted()
              .toList();
    }

    assertThat(goldens()).isEqualTo(read);
  }

  private static Stream<Path> paths(String testClass) {
    try {
      Class<?> loaded = Class.forName(testClass, false, GoldenTest.class.getClassLoader());
      return Arrays.stream(loaded.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .filter(method -> List.of(method.getParameterTypes()).contains(Golden.class))
          .map(method -> Golden.path(testClass, method.getName()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDifferenceShowsWhatIsGoneAndWhatIsNew(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("golden.txt"), "a\nb\n---\nscale w=640\nend\n");

    assertThatThrownBy(() -> new Golden(file, false, false).shows("a\nb", "scale w=642\nend"))
        .hasMessageContaining("  a\n  b\n  ---\n- scale w=640\n+ scale w=642\n  end\n")
        .hasMessageContaining("-Dpatchwork.goldens=write");
  }

  @Test
  void aGoldenThatIsNotThereFailsAndIsWrittenWhereThatIsAskedFor(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("new/golden.txt");

    assertThatThrownBy(() -> new Golden(file, false, false).shows("in", "out"))
        .hasMessageContaining("There is no golden");
    new Golden(file, true, false).shows("in", "out\n");

    assertThat(file).hasContent("in\n---\nout\n");
  }

  @Test
  void nothingIsWrittenInCi(@TempDir Path folder) {
    Path file = folder.resolve("golden.txt");

    assertThatThrownBy(() -> new Golden(file, true, true).shows("in", "out"))
        .hasMessageContaining("refused");
    assertThat(file).doesNotExist();
  }

  @Test
  void aGoldenHasTheNameOfItsTest() {
    Path golden = Golden.path("io.patchwork.worker.render.graph.FeedsTest", "aClipRunsBackwards");

    assertThat(Objects.requireNonNull(golden.getParent())).endsWithRaw(Path.of("render"));
    assertThat(golden).hasFileName("a-clip-runs-backwards.txt");
  }
}
