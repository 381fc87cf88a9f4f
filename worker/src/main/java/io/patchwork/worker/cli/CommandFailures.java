package io.patchwork.worker.cli;

import io.patchwork.common.config.ConfigurationException;
import io.patchwork.common.queue.QueueUnavailable;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.TooManyDigits;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.storelayout.StoredDocument;
import io.patchwork.worker.storelayout.UnusableDocument;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Says why a command failed: sentences on standard error, with {@code --json} one object on
 * standard output, never a stack trace.
 */
public final class CommandFailures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
    return report(thrown, isJson(parsed), command.getErr());
  }

  private static boolean isJson(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    OptionSpec json = last.commandSpec().findOption("--json");
    return json != null && Boolean.TRUE.equals(json.getValue());
  }

  /**
   * Reports an error that ends the program.
   *
   * @return the exit code
   */
  public static int report(Throwable thrown, boolean isJson, PrintWriter err) {
    CommandFailed failed = failure(thrown);
    if (isJson && !failed.isInJson()) {
      Terminal.json(JsonOutput.Refusal.of(failed));
    }
    failed.lines().forEach(line -> err.println("patchwork: " + Terminal.plain(line)));
    err.flush();
    return failed.exitCode();
  }

  private static CommandFailed failure(Throwable thrown) {
    return switch (thrown) {
      case CommandFailed failed -> failed;
      case Failure.Fault fault -> internal(fault);
      case Failure failure -> CommandFailed.job(failure.code(), failure.sentence());
      case ConfigurationException wrong -> CommandFailed.usage(wrong.problems());
      case StoreUnavailable away ->
          unavailable(FailureCode.STORE_UNAVAILABLE, away, "check PATCHWORK_STORE");
      case QueueUnavailable away ->
          unavailable(FailureCode.BROKER_UNAVAILABLE, away, "check PATCHWORK_AMQP_URL");
      case UnusableDocument document -> CommandFailed.job(document.code(), document.sentence());
      case RuntimeException digits when TooManyDigits.isCauseOf(digits) ->
          CommandFailed.job(FailureCode.TOO_LARGE, StoredDocument.TOO_MANY_DIGITS);
      case FileSystemException file -> CommandFailed.failure(sentence(file));
      case UncheckedIOException unchecked
          when unchecked.getCause() instanceof FileSystemException file ->
          CommandFailed.failure(sentence(file));
      case Throwable fault -> internal(fault);
    };
  }

  private static CommandFailed unavailable(FailureCode code, Exception away, String remedy) {
    return CommandFailed.job(
        code, away.getMessage() + " (" + remedy + ", or run patchwork doctor)");
  }

  private static String sentence(FileSystemException e) {
    String reason = e.getReason();
    return "The file "
        + e.getFile()
        + " cannot be read or written"
        + (reason == null ? "" : ": " + reason)
        + "; check its name, its permissions and the free space.";
  }

  private static CommandFailed internal(Throwable fault) {
    String what = "patchwork has a defect; your files are not at fault. ";
    try {
      return CommandFailed.job(
          FailureCode.INTERNAL, what + "Report it with the log, " + CommandLog.fault(fault) + ".");
    } catch (IOException unwritable) {
      return CommandFailed.job(
          FailureCode.INTERNAL,
          what + "Report it: " + fault.getClass().getSimpleName() + ", and no log can be written.");
    }
  }

  /** Reports wrong usage with {@code --json}; picocli has the sentences for people. */
  static void printUsage(String sentence, List<String> arguments) {
    if (arguments.contains("--json")) {
      Terminal.json(JsonOutput.Refusal.of(CommandFailed.usage(sentence)));
    }
  }
}
