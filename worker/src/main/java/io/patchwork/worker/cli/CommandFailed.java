package io.patchwork.worker.cli;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.timelineimport.ImportFailed;
import io.patchwork.worker.timelineimport.MissingFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Failure of a command, with sentences that say why. */
public final class CommandFailed extends Exception {

  private static final int JOB_FAILED = 1;
  private static final int USAGE = 2;

  private final int exitCode;
  private final @Nullable FailureCode code;
  private final List<String> sentences;
  private final List<String> more;
  private final transient List<MissingFile> missing;
  private final boolean isInJson;

  private CommandFailed(
      int exitCode,
      @Nullable FailureCode code,
      List<String> sentences,
      List<String> more,
      List<MissingFile> missing,
      boolean isInJson) {
    super(String.join("\n", sentences));
    this.exitCode = exitCode;
    this.code = code;
    this.sentences = List.copyOf(sentences);
    this.more = List.copyOf(more);
    this.missing = List.copyOf(missing);
    this.isInJson = isInJson;
  }

  private static CommandFailed of(
      int exitCode, @Nullable FailureCode code, List<String> sentences, boolean isInJson) {
    return new CommandFailed(exitCode, code, sentences, List.of(), List.of(), isInJson);
  }

  static CommandFailed job(FailureCode code, String sentence) {
    return of(JOB_FAILED, code, List.of(sentence), false);
  }

  /** For a job whose end was printed already where JSON is wanted. */
  static CommandFailed ended(FailureCode code, String sentence) {
    return new CommandFailed(
        JOB_FAILED, code, List.of(sentence), logOf(code).stream().toList(), List.of(), true);
  }

  /** The same where the end has no failure code. */
  static CommandFailed ended(String sentence) {
    return of(JOB_FAILED, null, List.of(sentence), true);
  }

  /** From a failed import. */
  static CommandFailed of(ImportFailed failed) {
    return new CommandFailed(
        JOB_FAILED,
        failed.code().orElse(null),
        List.of(failed.sentence()),
        failed.more().stream().map(line -> "  " + line).toList(),
        failed.missing(),
        false);
  }

  /** For failures that were printed already. */
  static CommandFailed alreadyReported() {
    return of(JOB_FAILED, null, List.of(), true);
  }

  static CommandFailed failure(String sentence) {
    return of(JOB_FAILED, null, List.of(sentence), false);
  }

  static CommandFailed usage(String sentence) {
    return usage(List.of(sentence));
  }

  static CommandFailed usage(List<String> sentences) {
    return of(USAGE, null, sentences, false);
  }

  public int exitCode() {
    return exitCode;
  }

  /** The failure code; null where no job failed. */
  @Nullable FailureCode code() {
    return code;
  }

  /** The files that are missing, where that is why. */
  List<MissingFile> missing() {
    return missing;
  }

  String sentence() {
    return String.join(" ", sentences);
  }

  /** The lines to print, with the failure code. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    sentences.forEach(line -> lines.add(code == null ? line : code.wireName() + ": " + line));
    lines.addAll(more);
    return lines;
  }

  /** Where the log says more about a defect of ours. */
  static Optional<String> logOf(@Nullable FailureCode code) {
    return code == FailureCode.INTERNAL
        ? CommandLog.file().map(log -> "The log says more: " + log)
        : Optional.empty();
  }

  /** Whether the failure is in JSON that was printed already. */
  boolean isInJson() {
    return isInJson;
  }
}
