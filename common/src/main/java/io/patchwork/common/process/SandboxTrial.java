package io.patchwork.common.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tries on this host whether a sandbox works. */
public final class SandboxTrial {

  private static final Duration TIME = Duration.ofSeconds(20);
  private static final Limits LIMITS = new Limits(1L << 30, 4L << 30, TIME, 1 << 20, TIME, TIME);

  private SandboxTrial() {}

  /**
   * Runs a program in the sandbox.
   *
   * @param children in the sandbox
   * @param arguments that make the program exit with 0
   * @param folder an empty folder for the trial
   * @return empty if it works, or the reason why not
   */
  public static Optional<String> problem(
      ChildProcesses children, Program program, List<String> arguments, Path folder)
      throws InterruptedException {
    try {
      Exit exit = children.run(new Command(program, arguments, folder, LIMITS), line -> {});
      if (exit.isSuccess()) {
        return Optional.empty();
      }
      return Optional.of(exit.errors().lines().findFirst().orElse("exit " + exit.code()));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
