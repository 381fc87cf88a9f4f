package io.patchwork.worker.fetch;

/** Finds the frames of MPEG audio, layers II and III (ISO/IEC 11172-3, 2.4.2.3). */
final class Mp3Frames extends ConsecutiveFrames {

  private static final int HEADER = 4;
  private static final int MPEG_1 = 3;
  private static final int RESERVED_VERSION = 1;
  private static final int LAYER_3 = 1;
  private static final int LAYER_2 = 2;
  private static final int[] KBPS_1 = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0
  };
  private static final int[] KBPS_2 = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0
  };
  private static final int[] KBPS_1_LAYER_2 = {
    0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0
  };
  private static final int[] HERTZ_1 = {44_100, 48_000, 32_000, 0};

  Mp3Frames() {
    super(HEADER);
  }

  @Override
  boolean areAlike(byte[] bytes, int first, int second) {
    // Version, layer and sample rate.
    return (bytes[first + 1] & 0xfe) == (bytes[second + 1] & 0xfe)
        && (bytes[first + 2] & 0x0c) == (bytes[second + 2] & 0x0c);
  }

  @Override
  int length(byte[] bytes, int at) {
    int second = bytes[at + 1] & 0xff;
    int third = bytes[at + 2] & 0xff;
    int version = second >> 3 & 3;
    int layer = second >> 1 & 3;
    boolean isHeader =
        bytes[at] == (byte) 0xff
            && second >> 5 == 7
            && version != RESERVED_VERSION
            && (layer == LAYER_3 || layer == LAYER_2);
    int[] rates = version != MPEG_1 ? KBPS_2 : layer == LAYER_2 ? KBPS_1_LAYER_2 : KBPS_1;
    int kbps = rates[third >> 4];
    int hertz = HERTZ_1[third >> 2 & 3] >> (version == MPEG_1 ? 0 : version == 2 ? 1 : 2);
    if (!isHeader || kbps == 0 || hertz == 0) {
      return 0;
    }
    return (version == MPEG_1 || layer == LAYER_2 ? 144_000 : 72_000) * kbps / hertz
        + (third >> 1 & 1);
  }
}
