package io.patchwork.worker.transcode;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.codec.EmptyOutput;
import io.patchwork.worker.failure.UnexpectedContent;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a FLAC file says of itself (RFC 9639, 8.2), as FFmpeg wrote it. */
final class Flac {

  private static final int MARK = 0x664c6143;
  private static final int BEFORE_RATE = 4 + 10;

  private Flac() {}

  /**
   * How long it is, to the sample.
   *
   * @throws EmptyOutput if it has no samples
   * @throws IOException if it is not one, or not whole
   */
  static RationalTime duration(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      if (in.readInt() != MARK) {
        throw new UnexpectedContent(file.getFileName() + " is no FLAC");
      }
      in.skipNBytes(BEFORE_RATE);
      // Rate in 20 bits, channels in 3, depth in 5, samples in 36.
      long facts = in.readLong();
      long rate = facts >>> 44;
      long samples = facts & 0xf_ffff_ffffL;
      if (rate == 0) {
        throw new UnexpectedContent(file.getFileName() + " has no rate");
      }
      if (samples == 0) {
        throw new EmptyOutput(file);
      }
      return RationalTime.ofSeconds(samples, rate);
    }
  }
}
