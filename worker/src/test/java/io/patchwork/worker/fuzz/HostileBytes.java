package io.patchwork.worker.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that no program makes, byte by byte. */
public final class HostileBytes {

  /** The signature and the header of a PNG. */
  private static final int PNG_HEAD = 8 + 25;

  private HostileBytes() {}

  /** The position of the first box of a type, that of its name. */
  public static int find(byte[] bytes, String type) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(type);
    if (at < 0) {
      throw new AssertionError("no " + type);
    }
    return at;
  }

  /** A copy with another number of four bytes, big-endian, somewhere. */
  public static byte[] with(byte[] bytes, int at, int number) {
    byte[] changed = bytes.clone();
    ByteBuffer.wrap(changed).putInt(at, number);
    return changed;
  }

  /**
   * A WAV of silence.
   *
   * @param claimed bytes of samples that its header says
   * @param held bytes of samples that are there
   */
  public static byte[] wav(int channels, int rate, int claimed, int held) {
    ByteBuffer wav = ByteBuffer.allocate(44 + held).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + claimed);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) channels).putInt(rate).putInt(rate * channels * 2);
    wav.putShort((short) (channels * 2)).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(claimed);
    return wav.array();
  }

  /** A picture with one more chunk, whose compressed content is a hundred megabytes. */
  public static byte[] bombed(byte[] png, String type, String head) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(head.getBytes(StandardCharsets.US_ASCII));
    content.write(new byte[2]);
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(content)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        deflater.write(zeros);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(png, 0, PNG_HEAD);
    chunk(out, type, content.toByteArray());
    out.write(png, PNG_HEAD, png.length - PNG_HEAD);
    return bytes.toByteArray();
  }

  /** A PNG that says that it is of a size, and ends there. */
  static byte[] pngHead(int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(0x89504e470d0a1a0aL);
    byte[] head = ByteBuffer.allocate(13).putInt(width).putInt(height).putInt(0x08020000).array();
    chunk(out, "IHDR", head);
    chunk(out, "IDAT", new byte[10]);
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) crc.getValue());
  }

  /** Boxes in boxes. */
  public static byte[] nested(int depth) {
    ByteBuffer nested = ByteBuffer.allocate(16 + 8 * depth);
    nested.putInt(16).put("ftypisom".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    for (int i = 0; i < depth; i++) {
      nested.putInt(8 * (depth - i)).put("moov".getBytes(StandardCharsets.US_ASCII));
    }
    return nested.array();
  }

  /** An MP4 with a box of 64 bits whose size is all ones. */
  public static byte[] overflowing(byte[] mp4) {
    int moov = find(mp4, "moov");
    byte[] changed = with(mp4, moov - 4, 1);
    Arrays.fill(changed, moov + 4, moov + 12, (byte) 0xff);
    return changed;
  }

  /** A JPEG that says how it lies, by Exif. */
  static byte[] turned(byte[] jpeg, int orientation) {
    ByteBuffer exif = ByteBuffer.allocate(36);
    exif.putShort((short) 0xffe1).putShort((short) 34);
    exif.put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    exif.putShort((short) orientation).putShort((short) 0).putInt(0);
    ByteBuffer whole = ByteBuffer.allocate(jpeg.length + 36);
    whole.put(jpeg, 0, 2).put(exif.array()).put(jpeg, 2, jpeg.length - 2);
    return whole.array();
  }

  /** A PDF whose pages are one page, many times. */
  static byte[] pdf(int pages) {
    StringBuilder body =
        new StringBuilder("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
    body.append(
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n2 0 obj<</Type/Pages");
    body.append("/Count ").append(pages).append("/Kids[").append("3 0 R ".repeat(pages));
    body.append("]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    return body.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** A Word document with a part of a gigabyte and a name that leads out. */
  static byte[] docx() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
      zip.write(
          """
          <?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
          <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-\
          officedocument.wordprocessingml.document.main+xml"/></Types>\
          """
              .getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("../../outside.txt"));
      zip.write(1);
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 1024; i++) {
        zip.write(zeros);
      }
    }
    return bytes.toByteArray();
  }

  /** An archive in an archive, and so on. */
  static byte[] nestedZips(int depth) throws IOException {
    byte[] inner = "the middle".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < depth; i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
        zip.putNextEntry(new ZipEntry(i + ".zip"));
        zip.write(inner);
      }
      inner = bytes.toByteArray();
    }
    return inner;
  }
}
