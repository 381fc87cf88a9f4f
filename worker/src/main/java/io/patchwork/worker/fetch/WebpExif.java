package io.patchwork.worker.fetch;

import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The EXIF of a WebP that begins with JPEG's identifier, as some programs write it. The container
 * has none ("WebP Container Specification"), so that FFmpeg finds no orientation behind it.
 *
 * @param riff what the file says that its length is behind its first 8 bytes
 * @param at offset in bytes of the chunk
 * @param bytes length of its payload
 */
record WebpExif(long riff, long at, long bytes) implements SourceMending {

  private static final String IDENTIFIER = "Exif\0\0";
  private static final int IDENTIFIER_BYTES = IDENTIFIER.length();
  private static final int CHUNK_HEADER = 8;
  private static final int SIZE_AT = 4;
  private static final int SIZE_BYTES = 4;
  private static final int RIFF_HEADER = 12;

  /** Maximum number of chunks before it: a crafted file has millions. */
  private static final int MAX_CHUNKS = 10_000;

  /** The first EXIF of a file, if it begins with the identifier. */
  static Optional<WebpExif> in(Path webp) throws IOException {
    // Not a channel, which an interrupt would close.
    try (RandomAccessFile file = new RandomAccessFile(webp.toFile(), "r")) {
      byte[] head = new byte[CHUNK_HEADER + IDENTIFIER_BYTES];
      if (file.length() < head.length) {
        return Optional.empty();
      }
      file.readFully(head);
      long riff = size(head);
      long at = RIFF_HEADER;
      for (int i = 0; i < MAX_CHUNKS && at + head.length <= file.length(); i++) {
        file.seek(at);
        file.readFully(head);
        long size = size(head);
        if (text(head, 0, 4).equals("EXIF")) {
          return size >= IDENTIFIER_BYTES
                  && text(head, CHUNK_HEADER, IDENTIFIER_BYTES).equals(IDENTIFIER)
              ? Optional.of(new WebpExif(riff, at, size))
              : Optional.empty();
        }
        at += CHUNK_HEADER + size + (size & 1);
      }
      return Optional.empty();
    }
  }

  private static String text(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private static long size(byte[] header) {
    return Integer.toUnsignedLong(
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(SIZE_AT));
  }

  /** Copies a file without the identifier. */
  @Override
  public void mend(Path source, Path target) throws Failure {
    try (FileChannel in = FileChannel.open(source);
        FileChannel out = FilePart.target(target)) {
      FilePart.copy(in, 0, SIZE_AT, out);
      out.write(littleEndian(riff - IDENTIFIER_BYTES));
      FilePart.copy(in, SIZE_AT + SIZE_BYTES, at - SIZE_BYTES, out);
      out.write(littleEndian(bytes - IDENTIFIER_BYTES));
      long tags = at + CHUNK_HEADER + IDENTIFIER_BYTES;
      FilePart.copy(in, tags, in.size() - tags, out);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private static ByteBuffer littleEndian(long size) {
    return ByteBuffer.allocate(SIZE_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt((int) size).flip();
  }
}
