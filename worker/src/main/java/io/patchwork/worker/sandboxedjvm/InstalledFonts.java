package io.patchwork.worker.sandboxedjvm;

import io.patchwork.schema.id.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fonts of this machine, which text is drawn with. */
final class InstalledFonts {

  private static final List<Path> FOLDERS =
      List.of(Path.of("/usr/share/fonts"), Path.of("/usr/local/share/fonts"));

  private InstalledFonts() {}

  /** Digest of their names and sizes: a machine with other fonts may draw text differently. */
  static Sha256 digest() {
    return Sha256.of(FOLDERS.stream().map(InstalledFonts::names).collect(Collectors.joining()));
  }

  private static String names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file) + " " + file.toFile().length() + "\n")
          .sorted()
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
