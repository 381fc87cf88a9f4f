package io.patchwork.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchwork.worker.cli.CommandFailures;
import io.patchwork.worker.cli.PatchworkCommand;
import java.io.PrintWriter;
import java.util.List;

/** The program: {@code patchwork COMMAND}. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs a command; returns its exit code: 0 success, 1 the job failed, 2 wrong usage or
   * configuration.
   */
  static int run(String... args) {
    try {
      return PatchworkCommand.commandLine().execute(args);
    } catch (StackOverflowError | OutOfMemoryError tooMuch) {
      return CommandFailures.report(
          tooMuch, List.of(args).contains("--json"), new PrintWriter(System.err, true, UTF_8));
    }
  }
}
