package io.patchwork.common.process;

import java.nio.file.Path;
import java.util.List;

/**
 * A program that is run as a child: an executable file in a folder that holds all of it.
 *
 * @param folder holds the executable and its libraries
 * @param name of the executable, relative to the folder
 * @param shown what else of the host it needs to read, where it is there
 */
public record Program(Path folder, String name, List<Path> shown) {

  public Program {
    shown = List.copyOf(shown);
  }

  /** A program that needs nothing but its folder. */
  public Program(Path folder, String name) {
    this(folder, name, List.of());
  }

  public Path path() {
    return folder.resolve(name);
  }
}
