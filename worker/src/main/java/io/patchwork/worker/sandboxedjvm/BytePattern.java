package io.patchwork.worker.sandboxedjvm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text in Latin-1 that is looked for among bytes, by Horspool's algorithm. Immutable. */
public final class BytePattern {

  private static final int BYTES = 256;

  private final byte[] pattern;

  /** By how much the search goes on behind a byte that stands where the pattern ends. */
  private final int[] shifts = new int[BYTES];

  /**
   * Prepares the search.
   *
   * @param text not empty
   */
  public BytePattern(String text) {
    this.pattern = text.getBytes(StandardCharsets.ISO_8859_1);
    Arrays.fill(shifts, pattern.length);
    for (int i = 0; i < pattern.length - 1; i++) {
      shifts[pattern[i] & 0xFF] = pattern.length - 1 - i;
    }
  }

  /** The first place at or behind {@code from}; -1 where there is none. */
  public int find(byte[] bytes, int from) {
    int last = pattern.length - 1;
    int at = from;
    while (at + last < bytes.length) {
      if (bytes[at + last] == pattern[last]
          && Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
        return at;
      }
      at += shifts[bytes[at + last] & 0xFF];
    }
    return -1;
  }

  /** Whether the bytes hold it. */
  public boolean isIn(byte[] bytes) {
    return find(bytes, 0) >= 0;
  }
}
