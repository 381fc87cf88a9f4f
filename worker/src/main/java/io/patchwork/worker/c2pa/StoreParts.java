package io.patchwork.worker.c2pa;

import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The places in a file of which its manifest store is put together, in their order. */
final class StoreParts {

  /** As many as the smallest segments of JPEG that can hold a store. */
  private static final int MAX_PARTS = 10_000;

  private record Part(long at, int size) {}

  private final ForeignFile file;
  private final List<Part> parts = new ArrayList<>();
  private int bytes;

  StoreParts(ForeignFile file) {
    this.file = file;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * Adds the whole store.
   *
   * @throws UnexpectedContent if there is one already, or it is larger than the file or any store
   */
  void addWhole(long at, long size) throws UnexpectedContent {
    if (!parts.isEmpty()) {
      throw new UnexpectedContent("more than one C2PA manifest store");
    }
    add(at, size);
  }

  /**
   * Adds the next part.
   *
   * @throws UnexpectedContent if all are larger than the file or any store, or there are too many
   */
  void add(long at, long size) throws UnexpectedContent {
    if (!file.holds(at, size)) {
      throw new UnexpectedContent("a C2PA manifest store that is cut");
    }
    if (size > ManifestStore.MAX_BYTES - bytes || parts.size() == MAX_PARTS) {
      throw new UnexpectedContent("a C2PA manifest store that is too large or in too many parts");
    }
    parts.add(new Part(at, (int) size));
    bytes += (int) size;
  }

  /**
   * The store, less what follows it as padding.
   *
   * @throws UnexpectedContent if its own length is not that of its parts
   */
  byte[] store() throws IOException {
    ByteBuffer all = ByteBuffer.allocate(bytes);
    for (Part part : parts) {
      all.put(FileBox.bytes(file.channel(), part.at, part.size));
    }
    int size = bytes < Superbox.HEADER ? 0 : all.getInt(0);
    if (size < Superbox.HEADER || size > bytes) {
      throw new UnexpectedContent("a C2PA manifest store that is cut");
    }
    byte[] store = new byte[size];
    all.get(0, store);
    return store;
  }
}
