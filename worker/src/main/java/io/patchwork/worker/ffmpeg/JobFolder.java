package io.patchwork.worker.ffmpeg;

import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The working directory of a child process: inputs in {@code in}, outputs in {@code out}. */
public final class JobFolder {

  private JobFolder() {}

  /**
   * Links a file into {@code folder/in}, or copies it where the disk is another.
   *
   * @return the file's name in {@code folder/in}
   */
  public static String link(Path file, Path folder, String name) throws Failure {
    try {
      Path in = Files.createDirectories(folder.resolve("in"));
      Path target = in.resolve(name);
      if (!Files.exists(target)) {
        try {
          Files.createLink(target, file);
        } catch (UnsupportedOperationException | FileSystemException otherDisk) {
          Files.copy(file, target);
        }
      }
      return name;
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
