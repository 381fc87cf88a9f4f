package io.patchwork.worker.c2pa;

import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The manifest store in a chunk {@code C2PA} of WAV, AVI and WebP (C2PA 2.2, A.3.5). */
final class RiffManifest {

  private static final int HEADER = 8;

  /** Identifier, size and the form's type. */
  private static final int CHUNKS_AT = 12;

  private RiffManifest() {}

  /**
   * Finds it, by the heads of chunks alone.
   *
   * @throws UnexpectedContent if it is damaged, or not the only one
   */
  static StoreParts find(ForeignFile file) throws IOException {
    StoreParts parts = new StoreParts(file);
    long end =
        HEADER + file.read(0, HEADER).map(RiffManifest::size).orElse(0L); // of the first form alone
    long at = CHUNKS_AT;
    for (int i = 0; i < ForeignFile.MAX_ELEMENTS && at < end; i++) {
      Optional<ByteBuffer> head = file.read(at, HEADER);
      if (head.isEmpty()) {
        break;
      }
      long size = size(head.get());
      if (StandardCharsets.ISO_8859_1.decode(head.get().slice(0, 4)).toString().equals("C2PA")) {
        parts.addWhole(at + HEADER, size);
      }
      at += HEADER + size + (size & 1);
    }
    return parts;
  }

  private static long size(ByteBuffer head) {
    return Integer.toUnsignedLong(head.order(ByteOrder.LITTLE_ENDIAN).getInt(4));
  }
}
