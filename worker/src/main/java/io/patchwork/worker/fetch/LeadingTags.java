package io.patchwork.worker.fetch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The tags that taggers write in front of a sound of any format: ID3v2 (2.4.0, section 3) and
 * APEv2, several in a row.
 *
 * @param bytes their length; what is longer than {@value #MAX_BYTES} is left to the decoder
 * @param isId3Only whether all of them are ID3v2
 * @param isCutShort whether the file ends inside of the next one
 */
record LeadingTags(long bytes, boolean isId3Only, boolean isCutShort) {

  static final int MAX_BYTES = 16 << 20;

  private static final int ID3_HEADER = 10;
  private static final int ID3_FOOTER_FLAG = 0x10;
  private static final int ID3V1_BYTES = 128;
  private static final int APE_HEADER = 32;
  private static final int APE_SIZE_AT = 12;
  private static final String APE = "APETAGEX";

  static LeadingTags of(Path file) throws IOException {
    // Not a channel, which an interrupt would close.
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long bytes = 0;
      boolean isId3Only = true;
      while (true) {
        byte[] head = new byte[(int) Math.min(APE_HEADER, in.length() - bytes)];
        in.seek(bytes);
        in.readFully(head);
        ByteBuffer header = ByteBuffer.wrap(head);
        long id3 = id3(header);
        long tag = id3 > 0 ? id3 : ape(header);
        if (tag == 0 || bytes + tag > Math.min(MAX_BYTES, in.length())) {
          return new LeadingTags(bytes, isId3Only, bytes + tag > in.length());
        }
        isId3Only &= id3 > 0;
        bytes += tag;
      }
    }
  }

  /** Whether nothing stands behind them but an ID3v1 tag. */
  static boolean areAll(Path file, long bytes) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long rest = in.length() - bytes;
      if (rest != ID3V1_BYTES) {
        return rest == 0;
      }
      byte[] tag = new byte[ID3V1_BYTES];
      in.seek(bytes);
      in.readFully(tag);
      return begins(ByteBuffer.wrap(tag), "TAG");
    }
  }

  /** Length of an ID3v2 tag by its header; 0 if there is none. */
  private static long id3(ByteBuffer header) {
    if (header.limit() < ID3_HEADER || !begins(header, "ID3") || header.get(3) == (byte) 0xff) {
      return 0;
    }
    long size = 0;
    for (int i = 6; i < ID3_HEADER; i++) {
      if (header.get(i) < 0) {
        return 0;
      }
      size = size << 7 | header.get(i);
    }
    boolean hasFooter = (header.get(5) & ID3_FOOTER_FLAG) != 0;
    return size + ID3_HEADER + (hasFooter ? ID3_HEADER : 0);
  }

  /** Length of an APEv2 tag by its header; 0 if there is none. */
  private static long ape(ByteBuffer header) {
    if (header.limit() < APE_HEADER || !begins(header, APE)) {
      return 0;
    }
    return APE_HEADER
        + Integer.toUnsignedLong(header.order(ByteOrder.LITTLE_ENDIAN).getInt(APE_SIZE_AT));
  }

  private static boolean begins(ByteBuffer header, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.US_ASCII);
    return header.slice(0, expected.length).equals(ByteBuffer.wrap(expected));
  }
}
