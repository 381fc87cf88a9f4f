package io.patchwork.worker.fingerprint;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/**
 * The compressed text of a {@link Chromaprint}, as {@code fpcalc} prints it and AcoustID takes it:
 * a byte for the algorithm, three for the number of items, then for every item the places of the
 * bits in which it differs from the one before, packed; in base 64 with {@code -} and {@code _}.
 */
public final class ChromaprintText {

  private static final int ALGORITHM = 1;
  private static final int NORMAL_BITS = 3;
  private static final int EXCEPTION_BITS = 5;
  private static final int EXCEPTION = (1 << NORMAL_BITS) - 1;
  private static final int MAX_ITEMS = (1 << 24) - 1;

  private ChromaprintText() {}

  /**
   * The text of items.
   *
   * @throws IllegalArgumentException for more than 2²⁴-1 items: three weeks of audio
   */
  public static String of(int[] items) {
    if (items.length > MAX_ITEMS) {
      throw new IllegalArgumentException("too many items for the format: " + items.length);
    }
    Bits normal = new Bits();
    Bits exceptions = new Bits();
    int before = 0;
    for (int item : items) {
      write(item ^ before, normal, exceptions);
      before = item;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ALGORITHM);
    bytes.write(items.length >> 16);
    bytes.write(items.length >> 8);
    bytes.write(items.length);
    bytes.writeBytes(normal.bytes());
    bytes.writeBytes(exceptions.bytes());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /** Writes the distances between the set bits, from the lowest on, and a zero. */
  private static void write(int difference, Bits normal, Bits exceptions) {
    int last = 0;
    for (int place = 1; place <= Integer.SIZE; place++) {
      if ((difference >>> (place - 1) & 1) == 0) {
        continue;
      }
      int distance = place - last;
      last = place;
      normal.write(Math.min(distance, EXCEPTION), NORMAL_BITS);
      if (distance >= EXCEPTION) {
        exceptions.write(distance - EXCEPTION, EXCEPTION_BITS);
      }
    }
    normal.write(0, NORMAL_BITS);
  }

  /** Bits packed into bytes from the lowest on. */
  private static final class Bits {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int open;
    private int used;

    void write(int value, int bits) {
      open |= value << used;
      used += bits;
      while (used >= Byte.SIZE) {
        bytes.write(open);
        open >>>= Byte.SIZE;
        used -= Byte.SIZE;
      }
    }

    /** The bytes, the last one padded; nothing can be written afterwards. */
    byte[] bytes() {
      if (used > 0) {
        bytes.write(open);
        used = 0;
      }
      return bytes.toByteArray();
    }
  }
}
