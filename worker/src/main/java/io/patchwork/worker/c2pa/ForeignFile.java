package io.patchwork.worker.c2pa;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * A file that somebody else made: what it says of its own lengths is checked before it is used.
 *
 * @param size in bytes
 */
record ForeignFile(FileChannel channel, long size) {

  /** Most elements of a file that are looked at: its boxes, segments, chunks or frames. */
  static final int MAX_ELEMENTS = 100_000;

  static ForeignFile of(FileChannel channel) throws IOException {
    return new ForeignFile(channel, channel.size());
  }

  /** Whether bytes from a place on are in the file. */
  boolean holds(long at, long count) {
    return at >= 0 && count >= 0 && at <= size && count <= size - at;
  }

  /** Bytes of the file; empty where there are fewer. */
  Optional<ByteBuffer> read(long at, int count) throws IOException {
    return holds(at, count) ? Optional.of(FileBox.bytes(channel, at, count)) : Optional.empty();
  }

  /** Bytes of the file, or as many as there are. */
  ByteBuffer readUpTo(long at, int count) throws IOException {
    return FileBox.bytes(channel, at, Math.clamp(size - at, 0, count));
  }
}
