package io.patchwork.worker.transcode;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.codec.EmptyOutput;
import io.patchwork.worker.failure.UnexpectedContent;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The stream info of a FLAC file written by FFmpeg (RFC 9639, 8.2). */
final class Flac {

  private static final int MAGIC = 0x664c6143;
  private static final int RATE_OFFSET = 4 + 10;

  private Flac() {}

  /**
   * The duration, to the sample.
   *
   * @throws EmptyOutput if it has no samples
   * @throws IOException if the file is not FLAC or is cut short
   */
  static RationalTime duration(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      if (in.readInt() != MAGIC) {
        throw new UnexpectedContent(file.getFileName() + " is no FLAC");
      }
      in.skipNBytes(RATE_OFFSET);
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
