package io.patchwork.worker.fetch;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The compressed text and colour profile of a PNG (W3C PNG, zTXt, iTXt, iCCP) where they would grow
 * beyond all use: a crafted chunk of 60 KiB holds 60 MiB, which every reader inflates.
 *
 * @param kept the parts of the file without those chunks, in order
 */
record PngAttachments(List<Range> kept) implements SourceMending {

  /** Maximum sum of what the compressed chunks hold, in bytes; more than profiles and XMP need. */
  static final long MAX_BYTES = 16L << 20;

  private static final Set<String> COMPRESSED = Set.of("zTXt", "iTXt", "iCCP");
  private static final int SIGNATURE = 8;
  private static final int LENGTH_AND_TYPE = 8;
  private static final int CHECKSUM = 4;

  /** Maximum number of chunks: encoders write pixels in chunks of 8 KiB and more. */
  private static final int MAX_CHUNKS = 1_000_000;

  private static final int BUFFER = 8192;

  record Range(long from, long bytes) {}

  /**
   * Those of a file, if they hold more than a reader should inflate.
   *
   * @throws BadMedia if it has more chunks than can be looked at
   */
  static Optional<PngAttachments> in(Path png) throws IOException, BadMedia {
    List<Range> kept = new ArrayList<>();
    long inflated = 0;
    long keptFrom = 0;
    // Not a channel, which an interrupt would close.
    try (RandomAccessFile file = new RandomAccessFile(png.toFile(), "r")) {
      long at = SIGNATURE;
      byte[] type = new byte[4];
      for (int i = 0; at + LENGTH_AND_TYPE <= file.length(); i++) {
        if (i == MAX_CHUNKS) {
          throw new BadMedia(
              FailureCode.TOO_LARGE,
              "The PNG has more than a million chunks; save it again in a picture editor.",
              null);
        }
        file.seek(at);
        long length = Integer.toUnsignedLong(file.readInt());
        file.readFully(type);
        long next = at + LENGTH_AND_TYPE + length + CHECKSUM;
        String name = new String(type, StandardCharsets.ISO_8859_1);
        if (COMPRESSED.contains(name)) {
          long rest = Math.min(length, file.length() - file.getFilePointer());
          inflated += inflated(file, name, rest, MAX_BYTES - inflated + 1);
          if (inflated > MAX_BYTES) {
            kept.add(new Range(keptFrom, at - keptFrom));
            keptFrom = next;
          }
        }
        at = next;
      }
      if (kept.isEmpty()) {
        return Optional.empty();
      }
      if (keptFrom < file.length()) {
        kept.add(new Range(keptFrom, file.length() - keptFrom));
      }
    }
    return Optional.of(new PngAttachments(List.copyOf(kept)));
  }

  /**
   * How many bytes a chunk holds, its own or inflated, whichever are more.
   *
   * @param file is at the chunk's data
   * @param enough where to stop counting
   */
  private static long inflated(RandomAccessFile file, String type, long length, long enough)
      throws IOException {
    long bytes = 0;
    Inflater inflater = new Inflater();
    try (InputStream chunk = new BufferedInputStream(new Rest(file, length), BUFFER);
        InputStream inflating = new InflaterInputStream(chunk, inflater, BUFFER)) {
      skipText(chunk);
      // Behind the keyword: the method; of iTXt, a flag before it, and behind it the language and
      // the translated keyword.
      if (type.equals("iTXt")) {
        if (chunk.read() != 1) {
          return length;
        }
        chunk.skipNBytes(1);
        skipText(chunk);
        skipText(chunk);
      } else {
        chunk.skipNBytes(1);
      }
      byte[] nowhere = new byte[BUFFER];
      for (int n = 0; n >= 0 && bytes < enough; n = inflating.read(nowhere)) {
        bytes += n;
      }
    } catch (ZipException | EOFException damaged) {
      // Readers come no further either.
    } finally {
      inflater.end();
    }
    return Math.max(length, bytes);
  }

  private static void skipText(InputStream chunk) throws IOException {
    int read = 1;
    while (read > 0) {
      read = chunk.read();
    }
  }

  /** The next bytes of a file, which stays open. */
  private static final class Rest extends InputStream {
    private final RandomAccessFile file;
    private long rest;

    Rest(RandomAccessFile file, long bytes) {
      this.file = file;
      this.rest = bytes;
    }

    @Override
    public int read() throws IOException {
      return rest-- > 0 ? file.read() : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (rest <= 0) {
        return -1;
      }
      int read = file.read(buffer, offset, (int) Math.min(length, rest));
      rest -= Math.max(0, read);
      return read;
    }
  }

  @Override
  public void mend(Path source, Path target) throws Failure {
    try (FileChannel in = FileChannel.open(source);
        FileChannel out = FilePart.target(target)) {
      for (Range range : kept) {
        FilePart.copy(in, range.from(), range.bytes(), out);
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
