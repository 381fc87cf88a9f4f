package io.patchwork.worker.codec;

import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The boxes of an MP4 file (ISO/IEC 14496-12, 4.2). */
public final class Mp4Boxes {

  /** Bytes of size and type. */
  static final int HEADER = 8;

  private Mp4Boxes() {}

  /** The four letters of a type. */
  static String type(ByteBuffer buffer, int at) {
    byte[] type = new byte[4];
    buffer.get(at, type);
    return new String(type, StandardCharsets.ISO_8859_1);
  }

  /** What is done with a box. */
  public interface Box {
    void read(String type, ByteBuffer content) throws IOException;
  }

  /**
   * Reads boxes that stand one behind the other.
   *
   * @throws UnexpectedContent if one claims more than there is
   */
  public static void each(ByteBuffer in, Box box) throws IOException {
    int at = 0;
    while (at + HEADER <= in.limit()) {
      int size = in.getInt(at);
      if (size < HEADER || at + size > in.limit()) {
        throw new UnexpectedContent("box " + type(in, at + 4) + " claims " + size + " bytes");
      }
      box.read(type(in, at + 4), in.slice(at + HEADER, size - HEADER));
      at += size;
    }
  }
}
