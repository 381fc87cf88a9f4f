package io.patchwork.common.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The seccomp filters of programs as files, from which sandboxes load them. */
final class SystemCallFilters {

  private final Path folder;

  /** Writes the filters into a folder. */
  SystemCallFilters(Path folder) throws IOException {
    this.folder = folder;
    for (SystemCalls calls : SystemCalls.values()) {
      Files.write(file(calls), calls.filter());
    }
  }

  /** The filter of a program's calls. */
  Path file(SystemCalls calls) {
    return folder.resolve(calls + ".bpf");
  }
}
