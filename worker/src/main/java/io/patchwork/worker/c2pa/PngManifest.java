package io.patchwork.worker.c2pa;

import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The manifest store in a chunk {@code caBX} of a PNG (C2PA 2.2, A.3.2). */
final class PngManifest {

  static final int SIGNATURE = 8;
  private static final int HEADER = 8;
  private static final int CHECKSUM = 4;

  private PngManifest() {}

  /**
   * Finds it, by the heads of chunks alone.
   *
   * @throws UnexpectedContent if it is damaged, or not the only one
   */
  static StoreParts find(ForeignFile file) throws IOException {
    StoreParts parts = new StoreParts(file);
    long at = SIGNATURE;
    for (int i = 0; i < ForeignFile.MAX_ELEMENTS; i++) {
      Optional<ByteBuffer> head = file.read(at, HEADER);
      if (head.isEmpty()) {
        break;
      }
      long size = Integer.toUnsignedLong(head.get().getInt(0));
      String type = StandardCharsets.ISO_8859_1.decode(head.get().slice(4, 4)).toString();
      if (type.equals("caBX")) {
        parts.addWhole(at + HEADER, size);
      }
      if (type.equals("IEND")) {
        break;
      }
      at += HEADER + size + CHECKSUM;
    }
    return parts;
  }
}
