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
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Packs PNGs that come one behind the other (ISO/IEC 15948, 5) into one file. */
final class ImagePack implements PipeReader {

  private static final int SIGNATURE_BYTES = 8;
  private static final int CHECK_BYTES = 4;
  private static final int END = 0x49454e44;

  /** Always the same, so that equal pictures are equal files; in 1980 alone no zone is noted. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final Path file;
  private long images;
  private @Nullable IOException full;

  ImagePack(Path file) {
    this.file = file;
  }

  /** How many came. */
  long images() {
    return images;
  }

  /** Why the file could not be written, if it could not. */
  @Nullable IOException full() {
    return full;
  }

  @Override
  public void read(InputStream bytes) throws IOException {
    try {
      pack(bytes);
    } catch (EOFException e) {
      throw e;
    } catch (IOException e) {
      full = e;
      throw e;
    }
  }

  private void pack(InputStream bytes) throws IOException {
    DataInputStream in = new DataInputStream(bytes);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      // They are packed as it is.
      out.setLevel(Deflater.NO_COMPRESSION);
      byte[] signature = in.readNBytes(SIGNATURE_BYTES);
      while (signature.length > 0) {
        images++;
        ZipEntry entry = new ZipEntry(String.format(Locale.ROOT, "%06d.png", images));
        entry.setTimeLocal(NO_TIME);
        out.putNextEntry(entry);
        out.write(signature);
        chunks(in, out);
        out.closeEntry();
        signature = in.readNBytes(SIGNATURE_BYTES);
      }
    }
  }

  private static void chunks(DataInputStream in, ZipOutputStream out) throws IOException {
    int type;
    do {
      int length = in.readInt();
      type = in.readInt();
      out.write(new byte[] {b(length, 24), b(length, 16), b(length, 8), b(length, 0)});
      out.write(new byte[] {b(type, 24), b(type, 16), b(type, 8), b(type, 0)});
      byte[] content = in.readNBytes(length + CHECK_BYTES);
      if (content.length < length + CHECK_BYTES) {
        throw new EOFException("a picture ends in the middle");
      }
      out.write(content);
    } while (type != END);
  }

  private static byte b(int word, int shift) {
    return (byte) (word >> shift);
  }
}
