package io.patchwork.worker.cli;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.timelineimport.ImportFailed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command that ends without what was asked; the sentences say why. */
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

  /** What could not be imported. */
  static CommandFailed of(ImportFailed failed) {
    return new CommandFailed(JOB_FAILED, failed.code().orElse(null), List.of(failed.sentence()));
  }

  /** Failures that have been printed already. */
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

  /** The public code, where a job failed. */
  @Nullable FailureCode code() {
    return code;
  }

  String sentence() {
    return String.join(" ", lines);
  }

  /** What to tell the person. */
  public List<String> lines() {
    return code == null
        ? lines
        : lines.stream().map(line -> code.wireName() + ": " + line).toList();
  }
}
