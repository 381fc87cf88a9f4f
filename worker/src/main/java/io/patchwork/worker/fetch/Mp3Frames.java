package io.patchwork.worker.fetch;

/**
 * Finds the frames of an MP3 behind leading garbage (ISO/IEC 11172-3, 2.4.2.3): several consecutive
 * frames with the same parameters, each where the one before ends.
 */
final class Mp3Frames {

  private static final int IN_A_ROW = 5;
  private static final int HEADER = 4;
  private static final int MPEG_1 = 3;
  private static final int RESERVED_VERSION = 1;
  private static final int LAYER_3 = 1;
  private static final int[] KBPS_1 = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0
  };
  private static final int[] KBPS_2 = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0
  };
  private static final int[] HERTZ_1 = {44_100, 48_000, 32_000, 0};

  private Mp3Frames() {}

  /** Whether the bytes contain consecutive frames. */
  static boolean areIn(byte[] bytes) {
    for (int at = 0; at + HEADER <= bytes.length; at++) {
      if (bytes[at] == (byte) 0xff && isRow(bytes, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRow(byte[] bytes, int from) {
    int at = from;
    for (int frame = 0; frame < IN_A_ROW; frame++) {
      boolean isSame =
          at + HEADER <= bytes.length
              && (bytes[at + 1] & 0xfe) == (bytes[from + 1] & 0xfe)
              && (bytes[at + 2] & 0x0c) == (bytes[from + 2] & 0x0c);
      int length = isSame ? length(bytes, at) : 0;
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** Length in bytes of the frame whose header is at {@code at}; 0 if there is none. */
  private static int length(byte[] bytes, int at) {
    int second = bytes[at + 1] & 0xff;
    int third = bytes[at + 2] & 0xff;
    int version = second >> 3 & 3;
    boolean isHeader =
        bytes[at] == (byte) 0xff
            && second >> 5 == 7
            && version != RESERVED_VERSION
            && (second >> 1 & 3) == LAYER_3;
    int kbps = (version == MPEG_1 ? KBPS_1 : KBPS_2)[third >> 4];
    int hertz = HERTZ_1[third >> 2 & 3] >> (version == MPEG_1 ? 0 : version == 2 ? 1 : 2);
    if (!isHeader || kbps == 0 || hertz == 0) {
      return 0;
    }
    return (version == MPEG_1 ? 144_000 : 72_000) * kbps / hertz + (third >> 1 & 1);
  }
}
