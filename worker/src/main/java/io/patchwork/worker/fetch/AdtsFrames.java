package io.patchwork.worker.fetch;

/** Finds the frames of AAC in ADTS (ISO/IEC 14496-3, 1.A.2.2.1). */
final class AdtsFrames extends ConsecutiveFrames {

  private static final int HEADER = 7;
  private static final int RATES = 13;

  AdtsFrames() {
    super(HEADER);
  }

  @Override
  boolean areAlike(byte[] bytes, int first, int second) {
    // Version, layer, profile and sample rate.
    return (bytes[first + 1] & 0xfe) == (bytes[second + 1] & 0xfe)
        && (bytes[first + 2] & 0xfc) == (bytes[second + 2] & 0xfc);
  }

  @Override
  int length(byte[] bytes, int at) {
    boolean isHeader =
        bytes[at] == (byte) 0xff
            && (bytes[at + 1] & 0xf6) == 0xf0
            && (bytes[at + 2] >> 2 & 0xf) < RATES;
    int length =
        (bytes[at + 3] & 3) << 11 | (bytes[at + 4] & 0xff) << 3 | (bytes[at + 5] & 0xff) >> 5;
    return isHeader && length > HEADER ? length : 0;
  }
}
