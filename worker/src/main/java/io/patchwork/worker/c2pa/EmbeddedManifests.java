package io.patchwork.worker.c2pa;

import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The C2PA manifests in somebody's MP4 file, and in those of its kind (C2PA 2.2, A.5). */
public final class EmbeddedManifests {

  /** User type, version and flags, and the end of the purpose's name are before the store. */
  private static final int PURPOSE_AT =
      HardBinding.USER_TYPE_AT + HardBinding.userType().length + Integer.BYTES;

  private static final int MERKLE_OFFSET = Long.BYTES;

  private EmbeddedManifests() {}

  /** Whether a file says that it has some; looks at the heads of its boxes alone. */
  public static boolean areIn(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      for (FileBox box : FileBox.of(channel)) {
        if (box.isOfC2pa(channel)) {
          return true;
        }
      }
      return false;
    } catch (UnexpectedContent other) {
      return false;
    }
  }

  /**
   * The store of a file, checked throughout: its boxes, and the CBOR in them, are well formed, and
   * neither deep nor large. Whether it is true is not checked. To be called where foreign bytes are
   * read.
   *
   * @throws UnexpectedContent if there is none that is so
   */
  public static byte[] read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      for (FileBox box : FileBox.of(channel)) {
        Optional<byte[]> store = box.isOfC2pa(channel) ? store(channel, box) : Optional.empty();
        if (store.isPresent()) {
          WellFormed.check(store.get());
          return ManifestStore.read(store.get()).bytes();
        }
      }
    }
    throw new UnexpectedContent("no C2PA manifest store");
  }

  /** What is in a box, less its padding; empty where it is for another purpose. */
  private static Optional<byte[]> store(FileChannel channel, FileBox box) throws IOException {
    int before = PURPOSE_AT + BmffFilm.PURPOSE.length + MERKLE_OFFSET;
    if (box.size() > before + (long) ManifestStore.MAX_BYTES
        || box.size() < before + Superbox.HEADER) {
      throw new UnexpectedContent("a C2PA box of " + box.size() + " bytes");
    }
    ByteBuffer content = FileBox.bytes(channel, box.at(), (int) box.size());
    String purpose =
        StandardCharsets.ISO_8859_1
            .decode(content.slice(PURPOSE_AT, BmffFilm.PURPOSE.length))
            .toString();
    if (!purpose.equals(new String(BmffFilm.PURPOSE, StandardCharsets.ISO_8859_1))) {
      return Optional.empty();
    }
    int size = content.getInt(before);
    if (size < Superbox.HEADER || size > content.limit() - before) {
      throw new UnexpectedContent("a C2PA manifest store that is cut");
    }
    byte[] store = new byte[size];
    content.get(before, store);
    return Optional.of(store);
  }
}
