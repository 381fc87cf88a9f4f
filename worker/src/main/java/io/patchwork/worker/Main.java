package io.patchwork.worker;

import io.patchwork.common.config.ConfigurationException;
import io.patchwork.common.queue.QueueUnavailable;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.cli.CommandFailed;
import io.patchwork.worker.cli.PatchworkCommand;
import java.io.PrintWriter;

/** The program: {@code patchwork COMMAND}. */
public final class Main {

  /** Exit code for wrong usage or configuration. */
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs a command; returns its exit code: 0 success, 1 the job failed, 2 wrong usage or
   * configuration.
   */
  static int run(String... args) {
    return PatchworkCommand.commandLine()
        .setExecutionExceptionHandler((thrown, command, parsed) -> report(thrown, command.getErr()))
        .execute(args);
  }

  private static int report(Exception thrown, PrintWriter err) throws Exception {
    return switch (thrown) {
      case CommandFailed failed -> {
        failed.lines().forEach(line -> err.println("patchwork: " + line));
        yield failed.exitCode();
      }
      case ConfigurationException wrong -> {
        wrong.problems().forEach(problem -> err.println("patchwork: " + problem));
        yield USAGE;
      }
      case StoreUnavailable unavailable ->
          reportUnavailable(
              err, FailureCode.STORE_UNAVAILABLE, unavailable, "check PATCHWORK_STORE");
      case QueueUnavailable unavailable ->
          reportUnavailable(
              err, FailureCode.BROKER_UNAVAILABLE, unavailable, "check PATCHWORK_AMQP_URL");
      default -> throw thrown;
    };
  }

  private static int reportUnavailable(
      PrintWriter err, FailureCode code, Exception unavailable, String remedy) {
    err.println(
        "patchwork: "
            + code.wireName()
            + ": "
            + unavailable.getMessage()
            + " ("
            + remedy
            + ", or run patchwork doctor)");
    return 1;
  }
}
