package io.patchwork.worker.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Copies a part of a file, of any length, without holding it. */
final class FilePart {

  private FilePart() {}

  /** An empty file to copy parts to, in place of one of this name. */
  static FileChannel target(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  /** Appends a range in bytes of a file to another. */
  static void copy(FileChannel in, long from, long bytes, FileChannel out) throws IOException {
    long copied = 0;
    while (copied < bytes) {
      long more = in.transferTo(from + copied, bytes - copied, out);
      if (more <= 0) {
        throw new EOFException();
      }
      copied += more;
    }
  }
}
