package io.patchwork.worker.fetch;

import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A copy of a source without the tags that stand in front of it. */
final class Untagged {

  private static final String SUFFIX = "-untagged";

  private Untagged() {}

  /**
   * Copies a file from an offset on into {@code folder/in}.
   *
   * @return its name there
   */
  static String in(Path folder, String file, Path source, long start) throws Failure {
    Path target = folder.resolve("in").resolve(file + SUFFIX);
    try (InputStream bytes = Files.newInputStream(source)) {
      bytes.skipNBytes(start);
      if (!Files.exists(target)) {
        Files.copy(bytes, target);
      }
      return String.valueOf(target.getFileName());
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
