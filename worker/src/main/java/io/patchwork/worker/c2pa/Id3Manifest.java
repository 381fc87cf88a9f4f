package io.patchwork.worker.c2pa;

import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The manifest store in a frame {@code GEOB} of ID3 2.3 or 2.4, in front of MP3 and FLAC (C2PA 2.2,
 * A.3.4). Tags and frames that are written in another form than as they are (unsynchronised,
 * extended, compressed, encrypted) are not looked into.
 */
final class Id3Manifest {

  private static final int HEADER = 10;
  private static final int VERSION_AT = 3;
  private static final int FLAGS_AT = 5;
  private static final int SIZE_AT = 6;

  /** Unsynchronisation, and an extended header. */
  private static final int OTHER_FORM = 0xc0;

  private static final int FRAME_SIZE_AT = 4;
  private static final int FRAME_FORMAT_AT = 9;

  /** Of a frame, in which its type, file name and description end. */
  private static final int MAX_NAMES = 1024;

  /** The present one, and one that programs wrote before. */
  private static final Set<String> MEDIA_TYPES =
      Set.of("application/c2pa", "application/x-c2pa-manifest-store");

  private Id3Manifest() {}

  /**
   * Finds it, by the heads of frames alone.
   *
   * @throws UnexpectedContent if it is damaged, or not the only one
   */
  static StoreParts find(ForeignFile file) throws IOException {
    StoreParts parts = new StoreParts(file);
    Optional<ByteBuffer> tag = file.read(0, HEADER);
    if (tag.isEmpty() || (tag.get().get(FLAGS_AT) & OTHER_FORM) != 0) {
      return parts;
    }
    int version = tag.get().get(VERSION_AT);
    if (version != 3 && version != 4) {
      return parts;
    }
    long end = HEADER + syncsafe(tag.get().getInt(SIZE_AT));
    long at = HEADER;
    for (int i = 0; i < ForeignFile.MAX_ELEMENTS && at < end; i++) {
      Optional<ByteBuffer> frame = file.read(at, HEADER);
      if (frame.isEmpty() || frame.get().get(0) == 0) {
        break;
      }
      int claimed = frame.get().getInt(FRAME_SIZE_AT);
      long size = version == 3 ? Integer.toUnsignedLong(claimed) : syncsafe(claimed);
      if (StandardCharsets.ISO_8859_1.decode(frame.get().slice(0, 4)).toString().equals("GEOB")
          && frame.get().get(FRAME_FORMAT_AT) == 0) {
        object(file, at + HEADER, size, parts);
      }
      at += HEADER + size;
    }
    return parts;
  }

  /** Seven bits of each byte count (ID3 2.4, 6.2). */
  private static long syncsafe(int bytes) {
    return (bytes & 0x7f)
        | (bytes >> 1 & 0x7f << 7)
        | (bytes >> 2 & 0x7f << 14)
        | (bytes >> 3 & 0x7f << 21);
  }

  /** An encoding, a type, a file name and a description are before the object (ID3 2.4, 4.15). */
  private static void object(ForeignFile file, long at, long size, StoreParts parts)
      throws IOException {
    ByteBuffer names = file.readUpTo(at, (int) Math.min(size, MAX_NAMES));
    if (!names.hasRemaining()) {
      return;
    }
    boolean isWide = names.get() == 1 || names.get(0) == 2;
    String mediaType = text(names, false);
    if (MEDIA_TYPES.contains(mediaType)) {
      text(names, isWide);
      text(names, isWide);
      parts.addWhole(at + names.position(), size - names.position());
    }
  }

  /** The text up to the zero that ends it, of one or two bytes. */
  private static String text(ByteBuffer in, boolean isWide) {
    int start = in.position();
    int width = isWide ? 2 : 1;
    for (int at = start; at + width <= in.limit(); at += width) {
      if (in.get(at) == 0 && in.get(at + width - 1) == 0) {
        in.position(at + width);
        return StandardCharsets.ISO_8859_1.decode(in.slice(start, at - start)).toString();
      }
    }
    in.position(in.limit());
    return "";
  }
}
