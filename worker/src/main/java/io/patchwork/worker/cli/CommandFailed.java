package io.patchwork.worker.cli;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.timelineimport.ImportFailed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Failure of a command, with sentences that say why. */
public final class CommandFailed extends Exception {

  private static final int JOB_FAILED = 1;
  private static final int USAGE = 2;

  private final int exitCode;
  private final @Nullable FailureCode code;
  private final List<String> lines;

  private CommandFailed(int exitCode, @Nullable FailureCode code, List<String> lines) {
    super(String.join("\n", lines));
    this.exitCode = exitCode;
    this.code = code;
    this.lines = List.copyOf(lines);
  }

  static CommandFailed job(FailureCode code, String sentence) {
    return new CommandFailed(JOB_FAILED, code, List.of(sentence));
  }

  /** From a failed import. */
  static CommandFailed of(ImportFailed failed) {
    return new CommandFailed(JOB_FAILED, failed.code().orElse(null), List.of(failed.sentence()));
  }

  /** For failures that were printed already. */
  static CommandFailed alreadyReported() {
    return new CommandFailed(JOB_FAILED, null, List.of());
  }

  static CommandFailed failure(String sentence) {
    return new CommandFailed(JOB_FAILED, null, List.of(sentence));
  }

  static CommandFailed usage(String sentence) {
    return new CommandFailed(USAGE, null, List.of(sentence));
  }

  public int exitCode() {
    return exitCode;
  }

  /** The failure code; null where no job failed. */
  @Nullable FailureCode code() {
    return code;
  }

  String sentence() {
    return String.join(" ", lines);
  }

  /** The lines to print, with the failure code. */
  public List<String> lines() {
    return code == null
        ? lines
        : lines.stream().map(line -> code.wireName() + ": " + line).toList();
  }
}
