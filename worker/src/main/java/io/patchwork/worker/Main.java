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

  /** Wrong use or configuration. */
  private static final int MISUSE = 2;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command; its exit code: 0 done, 1 the job failed, 2 wrong use or configuration. */
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
        yield MISUSE;
      }
      case StoreUnavailable away ->
          say(err, FailureCode.STORE_UNAVAILABLE, away, "check PATCHWORK_STORE");
      case QueueUnavailable away ->
          say(err, FailureCode.BROKER_UNAVAILABLE, away, "check PATCHWORK_AMQP_URL");
      default -> throw thrown;
    };
  }

  private static int say(PrintWriter err, FailureCode code, Exception away, String what) {
    err.println(
        "patchwork: "
            + code.wireName()
            + ": "
            + away.getMessage()
            + " ("
            + what
            + ", or run patchwork doctor)");
    return 1;
  }
}
