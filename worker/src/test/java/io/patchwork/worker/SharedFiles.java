package io.patchwork.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Real media that may lie beside the project, and may not. */
public final class SharedFiles {

  private SharedFiles() {}

  /** A file or folder of them, if it is there; says so on standard output if not. */
  public static Optional<Path> find(String name) {
    // Beside the project: tests run in its module, benchmarks at its top.
    for (String shared : List.of("../../shared", "../shared")) {
      Path path = Path.of(shared).resolve(name);
      if (Files.exists(path)) {
        return Optional.of(path);
      }
    }
    System.out.println("NOT RUN: there is no " + name + " beside this clone");
    return Optional.empty();
  }
}
