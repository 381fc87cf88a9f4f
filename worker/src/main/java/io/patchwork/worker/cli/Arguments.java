package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.worker.timelineimport.ImportFailed;
import io.patchwork.worker.timelineimport.LocalFile;
import java.nio.file.Path;

/** What several commands read out of their arguments. */
final class Arguments {

  private Arguments() {}

  /** Whether an argument names an asset or an object rather than a file of this machine. */
  static boolean isUri(String argument) {
    return argument.startsWith("asset:")
        || argument.startsWith("s3://")
        || argument.startsWith("file:///");
  }

  /** A file of this machine, put into the store. */
  static LocalFile file(Path file, ObjectStore store) throws CommandFailed {
    try {
      return LocalFile.put(file, store);
    } catch (ImportFailed e) {
      throw CommandFailed.of(e);
    }
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
