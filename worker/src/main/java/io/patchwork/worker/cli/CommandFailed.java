package io.patchwork.worker.cli;

import io.patchwork.schema.event.FailureCode;
import java.util.List;

/** A command that ends without what was asked; the sentences say why. */
public final class CommandFailed extends Exception {

  private static final int JOB_FAILED = 1;
  private static final int MISUSE = 2;

  private final int exitCode;
  private final List<String> lines;

  private CommandFailed(int exitCode, List<String> lines) {
    super(String.join("\n", lines));
    this.exitCode = exitCode;
    this.lines = List.copyOf(lines);
  }

  static CommandFailed job(FailureCode code, String sentence) {
    return new CommandFailed(JOB_FAILED, List.of(code.word() + ": " + sentence));
  }

  /** Failures that have been told already. */
  static CommandFailed told() {
    return new CommandFailed(JOB_FAILED, List.of());
  }

  static CommandFailed because(String sentence) {
    return new CommandFailed(JOB_FAILED, List.of(sentence));
  }

  static CommandFailed misuse(String sentence) {
    return new CommandFailed(MISUSE, List.of(sentence));
  }

  public int exitCode() {
    return exitCode;
  }

  public List<String> lines() {
    return lines;
  }
}
