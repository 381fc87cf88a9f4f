package io.patchwork.worker.sandboxedjvm.child;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The segments of a JPEG before its pixels, where all metadata is (ITU-T T.81, B.1.1). */
final class JpegHead {

  private static final int MARKER = 0xFF;
  private static final int START_OF_SCAN = 0xDA;
  private static final int LENGTH_BYTES = 2;
  private static final int MAX_BYTES = 4 << 20;

  private JpegHead() {}

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
