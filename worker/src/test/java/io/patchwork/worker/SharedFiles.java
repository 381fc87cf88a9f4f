package io.patchwork.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Test vectors and real media that may lie beside the project, and may not. */
public final class SharedFiles {

  private SharedFiles() {}

  /** A file or folder of them, if it is there; says so on standard output if not. */
  public static Optional<Path> find(String name) {
    Path path = Path.of("../../shared").resolve(name);
    if (Files.exists(path)) {
      return Optional.of(path);
    }
    System.out.println("NOT RUN: there is no " + path + " beside this clone");
    return Optional.empty();
  }
}
