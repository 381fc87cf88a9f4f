package io.patchwork.worker.sandboxedjvm.child;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Writes whole frames as an animated PNG (W3C, "Portable Network Graphics, third edition", section
 * 11.3.6): the chunks of single PNGs, with frame durations added.
 */
final class AnimatedPng implements AutoCloseable {

  private static final byte[] SIGNATURE = {(byte) 137, 80, 78, 71, 13, 10, 26, 10};
  private static final int MILLIS = 1000;

  private final DataOutputStream out;
  private final int frames;
  private int sequence;

  AnimatedPng(Path file, int frames) throws IOException {
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    this.frames = frames;
  }

  /**
   * Adds a frame; all have the same size.
   *
   * @param png the frame as a complete PNG file
   */
  void add(byte[] png, int millis) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(png);
    int at = SIGNATURE.length;
    boolean isFirst = sequence == 0;
    while (at + 12 <= png.length) {
      int size = in.getInt(at);
      String type = new String(png, at + 4, 4, StandardCharsets.US_ASCII);
      byte[] content = new byte[size];
      in.get(at + 8, content);
      switch (type) {
        case "IHDR" -> begin(content, millis, isFirst);
        case "IDAT" -> data(content, isFirst);
        default -> {
          // Metadata chunks are dropped.
        }
      }
      at += 12 + size;
    }
  }

  private void begin(byte[] header, int millis, boolean isFirst) throws IOException {
    if (isFirst) {
      out.write(SIGNATURE);
      chunk("IHDR", header);
      chunk("acTL", ByteBuffer.allocate(8).putInt(frames).putInt(1).array());
    }
    ByteBuffer size = ByteBuffer.wrap(header);
    chunk(
        "fcTL",
        ByteBuffer.allocate(26)
            .putInt(sequence++)
            .putInt(size.getInt(0))
            .putInt(size.getInt(4))
            .putInt(0)
            .putInt(0)
            .putShort((short) Math.min(millis, 0xffff))
            .putShort((short) MILLIS)
            .array());
  }

  private void data(byte[] content, boolean isFirst) throws IOException {
    if (isFirst) {
      chunk("IDAT", content);
      return;
    }
    chunk("fdAT", ByteBuffer.allocate(4 + content.length).putInt(sequence++).put(content).array());
  }

  private void chunk(String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) sum.getValue());
  }

  @Override
  public void close() throws IOException {
    chunk("IEND", new byte[0]);
    out.close();
  }
}
