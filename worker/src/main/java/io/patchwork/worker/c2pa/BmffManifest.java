package io.patchwork.worker.c2pa;

import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The manifest store in a box of MP4, QuickTime and HEIF (C2PA 2.2, A.5). */
final class BmffManifest {

  /** User type, version and flags are before the purpose. */
  private static final int PURPOSE_AT =
      HardBinding.USER_TYPE_AT + HardBinding.userType().length + Integer.BYTES;

  private static final int MERKLE_OFFSET = Long.BYTES;
  private static final int STORE_AT = PURPOSE_AT + BmffFilm.PURPOSE.length + MERKLE_OFFSET;

  private BmffManifest() {}

  /**
   * Finds it, by the heads of boxes alone.
   *
   * @throws UnexpectedContent if it is damaged, or not the only one
   */
  static StoreParts find(ForeignFile file) throws IOException {
    StoreParts parts = new StoreParts(file);
    long at = 0;
    for (int i = 0; i < ForeignFile.MAX_ELEMENTS; i++) {
      Optional<FileBox> claimed = FileBox.claimed(file.channel(), at);
      if (claimed.isEmpty()) {
        return parts;
      }
      FileBox box = claimed.get();
      if (box.isOfC2pa(file.channel()) && isForManifest(file, box)) {
        parts.addWhole(at + STORE_AT, box.size() - STORE_AT);
      }
      if (box.size() < FileBox.HEADER || !file.holds(at, box.size())) {
        return parts;
      }
      at += box.size();
    }
    return parts;
  }

  private static boolean isForManifest(ForeignFile file, FileBox box) throws IOException {
    ByteBuffer purpose = ByteBuffer.wrap(BmffFilm.PURPOSE);
    return file.read(box.at() + PURPOSE_AT, purpose.remaining())
        .filter(purpose::equals)
        .isPresent();
  }
}
