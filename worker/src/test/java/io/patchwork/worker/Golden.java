package io.patchwork.worker;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What a planner makes of one small input, in text that a person reads in review. A test that takes
 * a golden as its parameter is given the one of its own name: {@code
 * render.SegmentGraphTest.aClipIsCropped} reads {@code goldens/render/a-clip-is-cropped.txt}. Only
 * {@code -Dpatchwork.goldens=write} rewrites them, and never where the variable {@code CI} is set.
 */
public final class Golden {

  /** Where all of them lie, as seen from the module. */
  static final Path FOLDER = Path.of("src", "test", "resources", "goldens");

  private static final String FLAG = "patchwork.goldens";
  private static final String ROOT = "io.patchwork.worker.";

  private final Path file;
  private final boolean isWritten;
  private final boolean isInCi;

  Golden(Path file, boolean isWritten, boolean isInCi) {
    this.file = file;
    this.isWritten = isWritten;
    this.isInCi = isInCi;
  }

  /**
   * Compares.
   *
   * @param input what the planner was given
   * @param output what it made of it
   */
  public void shows(String input, String output) {
    String now = stripped(input) + "\n---\n" + stripped(output) + "\n";
    if (isWritten) {
      write(now);
      return;
    }
    String before = read();
    if (before == null) {
      fail("There is no golden " + file + " yet." + hint());
    } else if (!before.equals(now)) {
      fail(file + " says otherwise:\n" + difference(before, now) + hint());
    }
  }

  private static String hint() {
    return "\nIf what comes out now is right, rewrite the golden: run this test with -D"
        + FLAG
        + "=write, and read the change before you commit it.";
  }

  private static String stripped(String text) {
    return String.join("\n", text.stripTrailing().lines().map(String::stripTrailing).toList());
  }

  private void write(String text) {
    if (isInCi) {
      fail("-D" + FLAG + "=write is refused where the variable CI is set.");
    }
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable String read() {
    try {
      return Files.exists(file) ? Files.readString(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All lines of both texts: {@code -} is in the first alone, {@code +} in the second alone. */
  static String difference(String before, String now) {
    List<String> old = before.lines().toList();
    List<String> fresh = now.lines().toList();
    int[][] common = new int[old.size() + 1][fresh.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = fresh.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(fresh.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < fresh.size()) {
      if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
        lines.add("  " + old.get(i++));
        j++;
      } else if (j == fresh.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + old.get(i++));
      } else {
        lines.add("+ " + fresh.get(j++));
      }
    }
    return String.join("\n", lines);
  }

  /**
   * The golden of a test: in the folder of the package right below the worker's, so that a test
   * that moves into a package within keeps its goldens.
   */
  static Path path(String testClass, String testName) {
    String rest = testClass.startsWith(ROOT) ? testClass.substring(ROOT.length()) : testClass;
    String folder = rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : "";
    String sentence = testName.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    return FOLDER.resolve(folder).resolve(sentence + ".txt");
  }

  /** Gives each test its golden. */
  public static final class Finder implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == Golden.class;
    }

    @Override
    public Golden resolveParameter(ParameterContext parameter, ExtensionContext test) {
      return new Golden(
          path(test.getRequiredTestClass().getName(), test.getRequiredTestMethod().getName()),
          "write".equals(System.getProperty(FLAG)),
          System.getenv("CI") != null);
    }
  }
}
