package io.patchwork.worker.deletion;

import io.patchwork.schema.id.Sha256;
import java.util.Arrays;

/**
 * A set of contents in eight bytes each, for stores with millions of them. It may hold one that was
 * not added, with a chance of its size in 2⁶⁴; whatever it holds is kept. For one thread.
 */
final class ContentSet {

  private static final int DIGITS = 16;

  private long[] prefixes = new long[1024];
  private int size;
  private boolean isSorted = true;

  void add(Sha256 content) {
    if (size == prefixes.length) {
      prefixes = Arrays.copyOf(prefixes, 2 * size);
    }
    prefixes[size++] = prefix(content);
    isSorted = false;
  }

  boolean contains(Sha256 content) {
    if (!isSorted) {
      Arrays.sort(prefixes, 0, size);
      isSorted = true;
    }
    return Arrays.binarySearch(prefixes, 0, size, prefix(content)) >= 0;
  }

  private static long prefix(Sha256 content) {
    return Long.parseUnsignedLong(content.hex(), 0, DIGITS, 16);
  }
}
