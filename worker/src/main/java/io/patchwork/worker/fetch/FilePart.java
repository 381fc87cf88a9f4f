package io.patchwork.worker.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Copies a part of a file, of any length, without holding it. */
final class FilePart {

  private FilePart() {}

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
