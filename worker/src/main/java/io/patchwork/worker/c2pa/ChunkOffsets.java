package io.patchwork.worker.c2pa;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.codec.Mp4Boxes;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The offsets in a file that its boxes have (ISO/IEC 14496-12): of chunks ({@code stco}, {@code
 * co64}), of fragments ({@code tfhd}, {@code tfra}) and of auxiliary data ({@code saio} of a whole
 * track). {@code sidx}, {@code trun} and {@code saio} of a fragment count from a place that moves
 * with them.
 */
final class ChunkOffsets {

  private static final int FIELDS = 4;
  private static final int BASE_DATA_OFFSET = 1;
  private static final int AUXILIARY_TYPE = 1;

  private final long from;
  private final int by;
  private boolean isFull;
  private boolean hasPictures;

  /** Moves all that is at or behind {@code from} by some bytes. */
  ChunkOffsets(long from, int by) {
    this.from = from;
    this.by = by;
  }

  /**
   * Moves the offsets in boxes that stand one behind the other.
   *
   * @throws UnexpectedContent if a box is damaged or an offset points before the media
   * @throws Refused if an offset of 32 bits has no room, or items are placed by {@code iloc}
   */
  void move(ByteBuffer boxes) throws IOException, Refused {
    Mp4Boxes.each(boxes, this::box);
    if (hasPictures) {
      throw new Refused(
          FailureCode.UNSUPPORTED_FORMAT,
          "The film holds pictures by their places in the file (a box iloc), which cannot be moved;"
              + " render it in another format.");
    }
    if (isFull) {
      throw new Refused(
          FailureCode.TOO_LARGE,
          "The film's offsets of 32 bits have no room for a manifest; render it a little shorter,"
              + " or as fragments.");
    }
  }

  private void box(String type, ByteBuffer content) throws IOException {
    switch (type) {
      case "moov", "trak", "mdia", "minf", "stbl" -> Mp4Boxes.each(content, this::box);
      case "moof", "traf" -> Mp4Boxes.each(content, this::fragment);
      case "mfra" -> Mp4Boxes.each(content, this::box);
      case "stco" -> table(content, 2 * FIELDS, count(content, FIELDS), false);
      case "co64" -> table(content, 2 * FIELDS, count(content, FIELDS), true);
      case "saio" -> auxiliary(content);
      case "tfra" -> fragmentIndex(content);
      case "meta" -> hasPictures |= letters(content).contains("iloc");
      default -> {}
    }
  }

  private static String letters(ByteBuffer content) {
    return StandardCharsets.ISO_8859_1.decode(content.duplicate()).toString();
  }

  private void fragment(String type, ByteBuffer content) throws IOException {
    switch (type) {
      case "traf" -> Mp4Boxes.each(content, this::fragment);
      case "tfhd" -> {
        if ((flags(content) & BASE_DATA_OFFSET) != 0) {
          table(content, 2 * FIELDS, 1, true);
        }
      }
      default -> {}
    }
  }

  private void auxiliary(ByteBuffer content) throws UnexpectedContent {
    int count = (flags(content) & AUXILIARY_TYPE) == 0 ? FIELDS : 3 * FIELDS;
    table(content, count + FIELDS, count(content, count), version(content) == 1);
  }

  /** Entries of a time and an offset, and three numbers of one to four bytes. */
  private void fragmentIndex(ByteBuffer content) throws UnexpectedContent {
    check(content, 4 * FIELDS);
    int sizes = content.getInt(2 * FIELDS);
    int numbers = (sizes >> 4 & 3) + (sizes >> 2 & 3) + (sizes & 3) + 3;
    boolean isLong = version(content) == 1;
    int width = isLong ? Long.BYTES : Integer.BYTES;
    long count = count(content, 3 * FIELDS);
    int at = 4 * FIELDS;
    for (long i = 0; i < count; i++) {
      table(content, at + width, 1, isLong);
      at += 2 * width + numbers;
    }
  }

  private static int flags(ByteBuffer content) throws UnexpectedContent {
    check(content, FIELDS);
    return content.getInt(0) & 0xffffff;
  }

  private static int version(ByteBuffer content) throws UnexpectedContent {
    check(content, FIELDS);
    return content.get(0);
  }

  private static long count(ByteBuffer content, int at) throws UnexpectedContent {
    check(content, at + FIELDS);
    return Integer.toUnsignedLong(content.getInt(at));
  }

  private static void check(ByteBuffer content, long end) throws UnexpectedContent {
    if (end > content.limit()) {
      throw new UnexpectedContent("a table of offsets that is cut");
    }
  }

  private void table(ByteBuffer content, int at, long count, boolean isLong)
      throws UnexpectedContent {
    int width = isLong ? Long.BYTES : Integer.BYTES;
    check(content, at + count * width);
    for (int i = 0; i < count; i++) {
      int place = at + i * width;
      long offset = isLong ? content.getLong(place) : Integer.toUnsignedLong(content.getInt(place));
      if (offset < from) {
        throw new UnexpectedContent("an offset of " + offset + " before the media");
      }
      if (isLong) {
        content.putLong(place, offset + by);
      } else {
        isFull |= offset + by > 0xffffffffL;
        content.putInt(place, (int) (offset + by));
      }
    }
  }
}
