package io.patchwork.worker.sandboxedjvm.child;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes animated WebP (Google, "WebP Container Specification"): each frame is drawn over the ones
 * before it, over white, as players do.
 */
final class WebpDecoder {

  private static final long MAX_PIXELS = 1L << 31;
  private static final int MAX_SIDE = 8192;
  private static final int FRAME_HEADER = 16;

  /** Minimum frame duration in milliseconds; shorter ones are replaced, as in browsers. */
  private static final int MIN_MILLIS = 11;

  private static final int INSTEAD_OF_SHORTEST = 100;

  private WebpDecoder() {}

  /** Position, duration, blending and disposal of a frame. */
  private record Frame(Rectangle place, int millis, boolean isOver, boolean isTakenAway) {}

  /**
   * Decodes an animation to APNG, which FFmpeg reads.
   *
   * @throws IOException if it is damaged or far too large
   */
  static void unpack(Path file, Path apng) throws IOException {
    List<Frame> frames = frames(file);
    ImageReader reader = ImageIO.getImageReadersByFormatName("webp").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(in);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      for (Frame frame : frames) {
        width = Math.max(width, frame.place.x + frame.place.width);
        height = Math.max(height, frame.place.y + frame.place.height);
      }
      if (Math.max(width, height) > MAX_SIDE
          || (long) width * height * frames.size() > MAX_PIXELS) {
        throw new IOException(frames.size() + " frames of " + width + "×" + height);
      }
      draw(reader, frames, width, height, apng);
    } catch (RuntimeException hostile) {
      throw new IOException("not a WebP that can be read", hostile);
    } finally {
      reader.dispose();
    }
  }

  private static void draw(ImageReader reader, List<Frame> frames, int width, int height, Path apng)
      throws IOException {
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    BufferedImage shown = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D onCanvas = canvas.createGraphics();
    Graphics2D onShown = shown.createGraphics();
    try (AnimatedPng out = new AnimatedPng(apng, frames.size())) {
      for (int i = 0; i < frames.size(); i++) {
        Frame frame = frames.get(i);
        onCanvas.setComposite(frame.isOver ? AlphaComposite.SrcOver : AlphaComposite.Src);
        onCanvas.drawImage(reader.read(i), frame.place.x, frame.place.y, null);
        onShown.setColor(Color.WHITE);
        onShown.fillRect(0, 0, width, height);
        onShown.drawImage(canvas, 0, 0, null);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(shown, "png", png);
        out.add(png.toByteArray(), frame.millis);
        if (frame.isTakenAway) {
          onCanvas.setComposite(AlphaComposite.Clear);
          onCanvas.fill(frame.place);
        }
      }
    } finally {
      onCanvas.dispose();
      onShown.dispose();
    }
  }

  /** The frames, from the file's {@code ANMF} chunks. */
  private static List<Frame> frames(Path file) throws IOException {
    List<Frame> frames = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long at = 12;
      ByteBuffer chunk = ByteBuffer.allocate(8 + FRAME_HEADER).order(ByteOrder.LITTLE_ENDIAN);
      while (at + 8 <= channel.size()) {
        chunk.clear();
        while (chunk.hasRemaining() && channel.read(chunk, at + chunk.position()) >= 0) {
          // Until it is full or the file ends.
        }
        long size = chunk.getInt(4) & 0xffff_ffffL;
        boolean isFrame = chunk.getInt(0) == 0x464D4E41;
        if (isFrame && chunk.position() == chunk.capacity()) {
          frames.add(frame(chunk));
        }
        at += 8 + size + (size & 1);
      }
    }
    if (frames.isEmpty()) {
      throw new IOException("no frames");
    }
    return frames;
  }

  private static Frame frame(ByteBuffer chunk) {
    int millis = threeBytes(chunk, 20);
    int flags = chunk.get(23);
    return new Frame(
        new Rectangle(
            2 * threeBytes(chunk, 8),
            2 * threeBytes(chunk, 11),
            threeBytes(chunk, 14) + 1,
            threeBytes(chunk, 17) + 1),
        millis < MIN_MILLIS ? INSTEAD_OF_SHORTEST : millis,
        (flags & 2) == 0,
        (flags & 1) != 0);
  }

  private static int threeBytes(ByteBuffer from, int at) {
    return (from.get(at) & 0xff) | (from.get(at + 1) & 0xff) << 8 | (from.get(at + 2) & 0xff) << 16;
  }
}
