package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.worker.timelineimport.ImportFailed;
import io.patchwork.worker.timelineimport.LocalFile;
import java.nio.file.Path;

/** Arguments that several commands parse. */
final class Arguments {

  private Arguments() {}

  /** Whether an argument is the URI of an asset or object rather than a file name. */
  static boolean isUri(String argument) {
    return argument.startsWith("asset:")
        || argument.startsWith("s3://")
        || argument.startsWith("file:///");
  }

  /** Uploads a file of this machine to the store. */
  static LocalFile file(Path file, ObjectStore store) throws CommandFailed {
    try {
      return LocalFile.put(file, store);
    } catch (ImportFailed e) {
      throw CommandFailed.of(e);
    }
  }

  /**
   * Parses an id.
   *
   * @param option name of the option or parameter, for the error
   */
  static Id id(String option, String text) throws CommandFailed {
    try {
      return new Id(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage(option + " " + text + ": " + e.getMessage() + ".");
    }
  }
}
