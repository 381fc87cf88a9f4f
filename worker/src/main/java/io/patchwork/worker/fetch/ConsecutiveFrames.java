package io.patchwork.worker.fetch;

import java.util.OptionalInt;

/** Finds a stream of frames without a container: several in a row, each where the last ends. */
abstract sealed class ConsecutiveFrames permits Mp3Frames, AdtsFrames {

  private static final int IN_A_ROW = 5;

  private final int header;

  /** Of frames with headers of {@code header} bytes. */
  ConsecutiveFrames(int header) {
    this.header = header;
  }

  /** Length in bytes of the frame whose header is at {@code at}; 0 if there is none. */
  abstract int length(byte[] bytes, int at);

  /** Whether two headers have the parameters that one stream has throughout. */
  abstract boolean areAlike(byte[] bytes, int first, int second);

  /** Offset of the first of several frames in a row, or of fewer that are all there is. */
  OptionalInt in(byte[] bytes) {
    for (int at = 0; at + header <= bytes.length; at++) {
      if (bytes[at] == (byte) 0xff && isRow(bytes, at)) {
        return OptionalInt.of(at);
      }
    }
    return OptionalInt.empty();
  }

  private boolean isRow(byte[] bytes, int from) {
    int at = from;
    for (int frame = 0; frame < IN_A_ROW; frame++) {
      boolean isLast = from == 0 && frame > 0 && at == bytes.length;
      if (isLast) {
        return true;
      }
      boolean isAlike = at + header <= bytes.length && areAlike(bytes, from, at);
      int length = isAlike ? length(bytes, at) : 0;
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }
}
