package io.patchwork.worker.c2pa;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Files that the library of the Content Authenticity Initiative signed ({@code
 * upload-signed.make.mjs}), and others that are put together by hand.
 */
final class SignedUploads {

  static final byte[] NO_BYTES = {};

  private SignedUploads() {}

  static byte[] of(String extension) throws Exception {
    return StoredFilm.resource("upload-signed." + extension);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] joined(List<byte[]> parts) {
    return joined(parts.toArray(byte[][]::new));
  }

  private static byte[] letters(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] reversed(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  static byte[] segment(int marker, byte[] content) {
    return joined(
        new byte[] {(byte) 0xff, (byte) marker},
        ByteBuffer.allocate(2).putShort((short) (content.length + 2)).array(),
        content);
  }

  /** A packet of a box of JUMBF; the first holds the box's head, all others repeat it. */
  static byte[] packet(int instance, int packet, byte[] head, byte[] content) {
    return segment(
        0xeb,
        joined(
            letters("JP"),
            ByteBuffer.allocate(2).putShort((short) instance).array(),
            number(packet),
            head,
            content));
  }

  static byte[] jpeg(byte[]... segments) {
    return joined(
        new byte[] {(byte) 0xff, (byte) 0xd8},
        joined(segments),
        segment(0xda, new byte[10]),
        new byte[] {1, 2, 3, (byte) 0xff, (byte) 0xd9});
  }

  static byte[] png(byte[]... chunks) {
    return joined(
        letters("\u0089PNG\r\n\u001a\n"),
        chunk("IHDR", new byte[13]),
        joined(chunks),
        chunk("IEND", NO_BYTES));
  }

  static byte[] chunk(String type, byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(letters(type));
    checksum.update(content);
    return joined(
        number(content.length), letters(type), content, number((int) checksum.getValue()));
  }

  static byte[] riff(byte[]... chunks) {
    byte[] all = joined(chunks);
    return joined(letters("RIFF"), reversed(all.length + 4), letters("WAVE"), all);
  }

  static byte[] riffChunk(String type, byte[] content) {
    return joined(letters(type), reversed(content.length), content, new byte[content.length % 2]);
  }

  /** A frame of ID3 2.3, whose names are in a charset of an encoding's number. */
  static byte[] object(int encoding, Charset charset, String mediaType, byte[] content) {
    byte[] end = new byte[encoding == 1 || encoding == 2 ? 2 : 1];
    byte[] all =
        joined(
            new byte[] {(byte) encoding},
            letters(mediaType + "\0"),
            "naïve Āname".getBytes(charset),
            end,
            "described".getBytes(charset),
            end,
            content);
    return joined(letters("GEOB"), number(all.length), new byte[2], all);
  }

  static byte[] id3(byte[]... frames) {
    byte[] all = joined(joined(frames), new byte[50]);
    int size = all.length;
    int spread =
        ((size >> 21) << 24)
            | ((size >> 14 & 0x7f) << 16)
            | ((size >> 7 & 0x7f) << 8)
            | (size & 0x7f);
    return joined(
        letters("ID3\u0003\0\0"), number(spread), all, new byte[] {(byte) 0xff, (byte) 0xfb});
  }

  /** The segments of a JPEG up to the picture, and the rest. */
  static List<byte[]> segments(byte[] jpeg) {
    List<byte[]> segments = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(jpeg);
    int at = 2;
    while (jpeg[at + 1] != (byte) 0xda) {
      int size = 2 + in.getChar(at + 2);
      segments.add(cut(jpeg, at, at + size));
      at += size;
    }
    segments.add(cut(jpeg, at, jpeg.length));
    return segments;
  }

  static byte[] cut(byte[] all, int from, int to) {
    return Arrays.copyOfRange(all, from, to);
  }
}
