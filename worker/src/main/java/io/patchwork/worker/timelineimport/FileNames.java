package io.patchwork.worker.timelineimport;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds files by names that may be composed or decomposed in Unicode: macOS writes {@code é} as two
 * code points, most other systems as one. Reads each folder once. For one thread.
 */
final class FileNames {

  private final Map<Path, Map<String, Path>> folders = new HashMap<>();

  /** The composed form (NFC) of a name. */
  static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /** The composed form of a name without the difference between capital and small letters. */
  static String folded(String name) {
    return composed(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /**
   * The regular file at a path, whose names may be composed otherwise.
   *
   * @param file absolute path
   */
  Optional<Path> find(Path file) {
    if (Files.isRegularFile(file)) {
      return Optional.of(file);
    }
    if (file.toString().chars().allMatch(letter -> letter < 0x80)) {
      return Optional.empty();
    }
    Path found = file.getRoot();
    for (Path name : file) {
      Path literal = found.resolve(name);
      found =
          Files.exists(literal)
              ? literal
              : entries(found).getOrDefault(composed(name.toString()), literal);
    }
    return Optional.of(found).filter(Files::isRegularFile);
  }

  /** The entries of a folder by the composed forms of their names; none if it cannot be read. */
  private Map<String, Path> entries(Path folder) {
    return folders.computeIfAbsent(
        folder,
        read -> {
          Map<String, Path> entries = new HashMap<>();
          try (DirectoryStream<Path> files = Files.newDirectoryStream(read)) {
            files.forEach(each -> entries.put(composed(String.valueOf(each.getFileName())), each));
          } catch (IOException | java.nio.file.DirectoryIteratorException unreadable) {
            return Map.of();
          }
          return entries;
        });
  }
}
