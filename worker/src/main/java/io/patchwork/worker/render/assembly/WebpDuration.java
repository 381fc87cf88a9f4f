package io.patchwork.worker.render.assembly;

import io.patchwork.schema.time.RationalTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The duration in the header of an animated WebP (RFC 9649, 2.7.1.1), which FFmpeg 8.1 does not
 * read.
 */
final class WebpDuration {

  private static final int FILE_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int DURATION_AT = CHUNK_HEADER + 12;

  private WebpDuration() {}

  /**
   * The sum of its frames' durations; empty for a still, which an animation of equal frames
   * becomes.
   *
   * @throws IOException if it cannot be read
   */
  static Optional<RationalTime> duration(Path file) throws IOException {
    long millis = 0;
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer head = ByteBuffer.allocate(DURATION_AT + 4).order(ByteOrder.LITTLE_ENDIAN);
      for (long at = FILE_HEADER; in.read(head.clear(), at) >= CHUNK_HEADER; ) {
        String type = new String(head.array(), 0, 4, StandardCharsets.US_ASCII);
        if (type.equals("ANMF")) {
          millis += head.getInt(DURATION_AT) & 0xff_ffff;
        }
        long size = head.getInt(4) & 0xffff_ffffL;
        at += CHUNK_HEADER + size + (size & 1);
      }
    }
    return millis == 0 ? Optional.empty() : Optional.of(RationalTime.ofSeconds(millis, 1000));
  }
}
