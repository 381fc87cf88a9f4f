package io.patchwork.worker.c2pa;

import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A box at the top of an MP4 file (ISO/IEC 14496-12, 4.2).
 *
 * @param at its offset in the file, in bytes
 * @param size with its header, in bytes
 */
record FileBox(String type, long at, long size) {

  static final int HEADER = 8;
  private static final int LARGE_HEADER = 16;
  private static final int MAX_BOXES = 1_000_000;

  /**
   * Reads all boxes of a file.
   *
   * @throws UnexpectedContent if they are not as they should be
   */
  static List<FileBox> of(FileChannel channel) throws IOException {
    List<FileBox> boxes = new ArrayList<>();
    long at = 0;
    while (at < channel.size()) {
      FileBox box = read(channel, at);
      if (boxes.size() == MAX_BOXES) {
        throw new UnexpectedContent("more than " + MAX_BOXES + " boxes");
      }
      boxes.add(box);
      at += box.size;
    }
    return boxes;
  }

  private static FileBox read(FileChannel channel, long at) throws IOException {
    FileBox box =
        claimed(channel, at).orElseThrow(() -> new UnexpectedContent("bytes behind the last box"));
    if (box.size < HEADER || box.size > channel.size() - at) {
      throw new UnexpectedContent("box " + box.type + " claims " + box.size + " bytes");
    }
    return box;
  }

  /** A box with the size that it claims, whatever that is; empty where the file ends before. */
  static Optional<FileBox> claimed(FileChannel channel, long at) throws IOException {
    ByteBuffer head = bytes(channel, at, Math.clamp(channel.size() - at, 0, LARGE_HEADER));
    if (head.limit() < HEADER) {
      return Optional.empty();
    }
    long size = Integer.toUnsignedLong(head.getInt(0));
    if (size == 0) {
      size = channel.size() - at;
    } else if (size == 1 && head.limit() == LARGE_HEADER) {
      size = head.getLong(HEADER);
    }
    byte[] type = new byte[4];
    head.get(4, type);
    return Optional.of(new FileBox(new String(type, StandardCharsets.ISO_8859_1), at, size));
  }

  /** Bytes of a file. */
  static ByteBuffer bytes(FileChannel channel, long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new UnexpectedContent("a file that became shorter");
      }
    }
    return buffer.flip();
  }

  /** Whether it is a box of C2PA (C2PA 2.2, A.5.1). */
  boolean isOfC2pa(FileChannel channel) throws IOException {
    byte[] userType = HardBinding.userType();
    return type.equals("uuid")
        && size >= HEADER + userType.length
        && channel.size() - at >= HEADER + userType.length
        && bytes(channel, at + HEADER, userType.length).equals(ByteBuffer.wrap(userType));
  }
}
