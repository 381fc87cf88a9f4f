package io.patchwork.worker.sandboxedjvm.child;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** The segments of a JPEG before its pixels, where all metadata is (ITU-T T.81, B.1.1). */
final class JpegHead {

  private static final int MARKER = 0xFF;
  private static final int START_OF_SCAN = 0xDA;
  private static final int LENGTH_BYTES = 2;
  private static final int MAX_BYTES = 4 << 20;

  private static final int APP2 = 0xE2;
  private static final byte[] ICC = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

  private JpegHead() {}

  /** The ICC profile of a head, whose parts may stand in several segments (ICC.1, B.4). */
  static byte[] profile(byte[] head) {
    SortedMap<Integer, byte[]> parts = new TreeMap<>();
    int at = 2;
    while (at + 4 <= head.length) {
      int end = Math.min(head.length, at + 2 + ByteBuffer.wrap(head).getChar(at + 2));
      int name = at + 4;
      int part = name + ICC.length + 2;
      if ((head[at + 1] & 0xFF) == APP2
          && part <= end
          && Arrays.equals(head, name, name + ICC.length, ICC, 0, ICC.length)) {
        parts.put(head[part - 2] & 0xFF, Arrays.copyOfRange(head, part, end));
      }
      at = Math.max(end, at + 2);
    }
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    parts.values().forEach(profile::writeBytes);
    return profile.toByteArray();
  }

  /** Copies the head; a file that ends early gives what there is. */
  static byte[] of(InputStream jpeg) throws IOException {
    DataInputStream in = new DataInputStream(jpeg);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(in.readNBytes(2));
    try {
      while (head.size() < MAX_BYTES && in.readUnsignedByte() == MARKER) {
        int marker = in.readUnsignedByte();
        while (marker == MARKER) {
          marker = in.readUnsignedByte();
        }
        int length = in.readUnsignedShort();
        head.write(MARKER);
        head.write(marker);
        head.write(length >> Byte.SIZE);
        head.write(length);
        head.write(in.readNBytes(Math.max(0, length - LENGTH_BYTES)));
        if (marker == START_OF_SCAN) {
          break;
        }
      }
    } catch (EOFException cutShort) {
      return head.toByteArray();
    }
    return head.toByteArray();
  }
}
