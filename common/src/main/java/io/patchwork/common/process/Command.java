package io.patchwork.common.process;

import java.nio.file.Path;
import java.util.List;

/**
 * A command line to run as a child process: a value.
 *
 * @param program the executable
 * @param arguments relative file names only: {@code ../in/…} to read, plain names to write, and
 *     {@code ../tmp} for what is not kept
 * @param folder holds {@code in}, which the child may read, and {@code out}, its working directory
 */
public record Command(Program program, List<String> arguments, Path folder, Limits limits) {

  public Command {
    arguments = List.copyOf(arguments);
  }

  public Path in() {
    return folder.resolve("in");
  }

  /** Where the child may write what is not kept, in sandboxes that do not bring their own. */
  Path temporary() {
    return folder.resolve("tmp");
  }

  public Path out() {
    return folder.resolve("out");
  }
}
