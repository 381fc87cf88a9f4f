package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.production.Bench;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A picture in memory, to be stored as JPEG or PNG. */
record Picture(BufferedImage image) {

  private static final float QUALITY = 0.88f;

  /** From three bytes a pixel, row by row. */
  static Picture ofRgb(byte[] rgb, FrameSize size) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    put(image, rgb, 0, size, 0, 0);
    return new Picture(image);
  }

  /** Puts a picture of three bytes a pixel into a larger one. */
  static void put(BufferedImage into, byte[] rgb, int from, FrameSize size, int x, int y) {
    int[] pixels = new int[size.width() * size.height()];
    for (int p = 0; p < pixels.length; p++) {
      int at = from + 3 * p;
      pixels[p] = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
    }
    into.setRGB(x, y, size.width(), size.height(), pixels, 0, size.width());
  }

  /** The same smaller: halved until one last step is left, so that no pixel is skipped. */
  Picture scaled(FrameSize size) {
    BufferedImage from = image;
    while (from.getWidth() >= 2 * size.width() && from.getHeight() >= 2 * size.height()) {
      from = drawn(from, from.getWidth() / 2, from.getHeight() / 2);
    }
    return new Picture(drawn(from, size.width(), size.height()));
  }

  private static BufferedImage drawn(BufferedImage from, int width, int height) {
    BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = to.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(from, 0, 0, width, height, null);
    graphics.dispose();
    return to;
  }

  /** Stores it as JPEG. */
  Artifact store(String role, String file, Bench bench) throws Failure {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bench.out(file).toFile())) {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, List.of(), null), quality);
    } catch (IOException e) {
      throw full(e);
    } finally {
      writer.dispose();
    }
    return bench.shelf().picture(role, file, "image/jpeg", image.getWidth(), image.getHeight());
  }

  /** Stores it as PNG, for drawings. */
  Artifact storeDrawing(String role, String file, Bench bench) throws Failure {
    try {
      boolean isWritten = ImageIO.write(image, "png", bench.out(file).toFile());
      assert isWritten : "every JDK writes PNG";
    } catch (IOException e) {
      throw full(e);
    }
    return bench.shelf().picture(role, file, "image/png", image.getWidth(), image.getHeight());
  }

  private static Unavailable full(IOException e) {
    return new Unavailable(FailureCode.DISK_FULL, "The worker's disk cannot be used.", e);
  }
}
