package io.patchwork.worker.raster;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** An RGB image in memory. */
public record RgbImage(BufferedImage image) {

  private static final float QUALITY = 0.88f;

  /** A black image. */
  public static RgbImage blank(int width, int height) {
    return new RgbImage(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
  }

  /** An image of three bytes per pixel, row by row. */
  public static RgbImage ofRgb(byte[] rgb, int width, int height) {
    RgbImage picture = blank(width, height);
    picture.put(rgb, 0, width, height, 0, 0);
    return picture;
  }

  /**
   * Copies pixels into this image.
   *
   * @param rgb three bytes per pixel, row by row, beginning at {@code from}
   */
  public void put(byte[] rgb, int from, int width, int height, int x, int y) {
    int[] pixels = new int[width * height];
    for (int p = 0; p < pixels.length; p++) {
      int at = from + 3 * p;
      pixels[p] = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
    }
    image.setRGB(x, y, width, height, pixels, 0, width);
  }

  /** Scaled down: halved until one last step is left, so that no pixel is skipped. */
  public RgbImage scaled(int width, int height) {
    BufferedImage from = image;
    while (from.getWidth() >= 2 * width && from.getHeight() >= 2 * height) {
      from = drawn(from, from.getWidth() / 2, from.getHeight() / 2);
    }
    return new RgbImage(drawn(from, width, height));
  }

  /** Scaled down to at most {@code side} pixels each way; this image where it fits already. */
  public RgbImage within(int side) {
    int longest = Math.max(width(), height());
    return longest <= side
        ? this
        : scaled(
            Math.max(1, Math.round((float) width() * side / longest)),
            Math.max(1, Math.round((float) height() * side / longest)));
  }

  public int width() {
    return image.getWidth();
  }

  public int height() {
    return image.getHeight();
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

  /** Writes a JPEG. */
  public void writeJpeg(Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, List.of(), null), quality);
    } finally {
      writer.dispose();
    }
  }

  /** Writes a PNG. */
  public void writePng(Path file) throws IOException {
    boolean isWritten = ImageIO.write(image, "png", file.toFile());
    assert isWritten : "every JDK writes PNG";
  }
}
