package io.patchwork.common.process;

import java.nio.file.Path;

/**
 * A program that is run as a child: an executable file and the folder of libraries beside it.
 *
 * @param folder holds the executable and its libraries; all of the program that a box shows
 */
public record Program(Path folder, String name) {

  public Path path() {
    return folder.resolve(name);
  }
}
