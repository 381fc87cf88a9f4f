package io.patchwork.worker.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What FFmpeg does not tell of a BMP (Microsoft, BITMAPINFOHEADER): pixels of 32 bits have alpha
 * where masks say so, and otherwise a fourth byte that is not used.
 */
final class BmpHeader {

  private static final int COMPRESSION_AT = 30;
  private static final int PLAIN_RGB = 0;

  private BmpHeader() {}

  /** Whether the pixels are RGB without masks, so that none of them has alpha. */
  static boolean isPlain(Path bmp) throws IOException {
    try (InputStream in = Files.newInputStream(bmp)) {
      byte[] head = in.readNBytes(COMPRESSION_AT + Integer.BYTES);
      return head.length == COMPRESSION_AT + Integer.BYTES
          && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(COMPRESSION_AT)
              == PLAIN_RGB;
    }
  }
}
