package io.patchwork.common.process;

import java.nio.file.Path;
import java.util.List;

/**
 * A program that is run as a child process: an executable in a folder with its libraries.
 *
 * @param folder holds the executable and its libraries
 * @param name of the executable, relative to the folder
 * @param calls the system calls that it may make in a sandbox
 * @param shown other paths of the host that it needs to read, where they exist
 */
public record Program(Path folder, String name, SystemCalls calls, List<Path> shown) {

  public Program {
    shown = List.copyOf(shown);
  }

  /** A program that needs only its folder. */
  public Program(Path folder, String name, SystemCalls calls) {
    this(folder, name, calls, List.of());
  }

  public Path path() {
    return folder.resolve(name);
  }
}
