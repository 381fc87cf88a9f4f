package io.patchwork.worker.cli;

import io.patchwork.schema.id.Id;

/** What several commands read out of their arguments. */
final class Arguments {

  private Arguments() {}

  /** Whether an argument names an asset or an object rather than a file of this machine. */
  static boolean isUri(String argument) {
    return argument.startsWith("asset:")
        || argument.startsWith("s3://")
        || argument.startsWith("file:///");
  }

  /**
   * An id.
   *
   * @param option where it was given
   */
  static Id id(String option, String text) throws CommandFailed {
    try {
      return new Id(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage(option + " " + text + ": " + e.getMessage() + ".");
    }
  }
}
