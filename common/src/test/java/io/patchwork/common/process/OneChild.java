package io.patchwork.common.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A process with one child that never ends; it prints what the child says. */
final class OneChild {

  private static final Duration TIME = Duration.ofMinutes(1);

  private OneChild() {}

  /**
   * Starts the child.
   *
   * @param arguments name of the sandbox, folder, program
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    Path program = Path.of(arguments[2]);
    Limits limits = new Limits(1L << 30, 4L << 30, TIME, 1 << 20, TIME, TIME);
    Program child =
        new Program(
            Objects.requireNonNull(program.getParent()),
            program.getFileName().toString(),
            SystemCalls.FFMPEG);
    try (LocalChildProcesses children =
        new LocalChildProcesses(sandbox(arguments[0], folder.resolve("box")))) {
      children.run(
          new Command(child, List.of(), folder.resolve("job"), limits), System.out::println);
    }
  }

  static Sandbox sandbox(String name, Path folder) throws Exception {
    return switch (name) {
      case "bubblewrap" -> new Bubblewrap(folder);
      case "landlock" -> new Landlock(folder);
      default -> new NoSandbox();
    };
  }
}
