package io.patchwork.worker.render.assembly;

import io.patchwork.worker.ffmpeg.PipeReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Packs a stream of concatenated PNGs (ISO/IEC 15948, 5) into a ZIP file. */
final class ImagePack implements PipeReader {

  private static final int SIGNATURE_BYTES = 8;
  private static final int CRC_BYTES = 4;
  private static final int IHDR = 0x49484452;
  private static final int IEND = 0x49454e44;

  /**
   * A constant, so that equal images give equal files; ZIP writes no time zone for a date in 1980.
   */
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final Path file;
  private final LongFunction<byte[]> credits;
  private long images;
  private @Nullable IOException writeFailure;

  /**
   * A pack in a file.
   *
   * @param credits a chunk to put behind IHDR of each frame, or nothing
   */
  ImagePack(Path file, LongFunction<byte[]> credits) {
    this.file = file;
    this.credits = credits;
  }

  /** The number of images. */
  long images() {
    return images;
  }

  /** Why the file could not be written; null if it was. */
  @Nullable IOException writeFailure() {
    return writeFailure;
  }

  @Override
  public void read(InputStream bytes) throws IOException {
    try {
      pack(bytes);
    } catch (EOFException e) {
      throw e;
    } catch (IOException e) {
      writeFailure = e;
      throw e;
    }
  }

  private void pack(InputStream bytes) throws IOException {
    DataInputStream in = new DataInputStream(bytes);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      // PNGs are compressed already.
      out.setLevel(Deflater.NO_COMPRESSION);
      byte[] signature = in.readNBytes(SIGNATURE_BYTES);
      while (signature.length > 0) {
        images++;
        ZipEntry entry = new ZipEntry(String.format(Locale.ROOT, "%06d.png", images));
        entry.setTimeLocal(ENTRY_TIME);
        out.putNextEntry(entry);
        out.write(signature);
        chunks(in, out, credits.apply(images - 1));
        out.closeEntry();
        signature = in.readNBytes(SIGNATURE_BYTES);
      }
    }
  }

  private static void chunks(DataInputStream in, ZipOutputStream out, byte[] behindHead)
      throws IOException {
    int type;
    do {
      int length = in.readInt();
      type = in.readInt();
      out.write(new byte[] {b(length, 24), b(length, 16), b(length, 8), b(length, 0)});
      out.write(new byte[] {b(type, 24), b(type, 16), b(type, 8), b(type, 0)});
      byte[] content = in.readNBytes(length + CRC_BYTES);
      if (content.length < length + CRC_BYTES) {
        throw new EOFException("a picture ends in the middle");
      }
      out.write(content);
      if (type == IHDR) {
        out.write(behindHead);
      }
    } while (type != IEND);
  }

  private static byte b(int word, int shift) {
    return (byte) (word >> shift);
  }
}
