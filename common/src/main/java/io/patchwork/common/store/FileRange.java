package io.patchwork.common.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A range of a file as a stream. */
final class FileRange extends FilterInputStream {

  private long left;

  private FileRange(InputStream in, long left) {
    super(in);
    this.left = left;
  }

  /** The bytes of a file from an offset on. */
  static InputStream open(Path file, long from, long size) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      channel.position(from);
      return new FileRange(Channels.newInputStream(channel), size);
    } catch (IOException e) {
      throw new StoreUnavailable(
          "Part of " + file.getFileName() + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public int read() throws IOException {
    int value = left > 0 ? super.read() : -1;
    left -= value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = left > 0 ? super.read(buffer, offset, (int) Math.min(length, left)) : -1;
    left -= Math.max(n, 0);
    return n;
  }
}
