package io.patchwork.worker.sandboxedjvm.child;

import io.patchwork.worker.raster.RgbImage;
import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.ImageInputStream;

/** Decodes TIFF files, which may have several pages. */
final class TiffDecoder {

  private static final int LONG_SIDE = 1600;
  private static final int MAX_SIDE = 8192;

  private TiffDecoder() {}

  private interface Use {
    void of(ImageReader reader) throws IOException;
  }

  /** Writes the first page as PNG, at most {@value #MAX_SIDE} pixels each way. */
  static void unpack(Path file, Path png) throws IOException {
    with(file, reader -> ImageIO.write(page(reader, 0, MAX_SIDE), "png", png.toFile()));
  }

  /** Decodes at most {@code maxPages} pages. */
  static void draw(Path file, int maxPages, Consumer<RgbImage> page) throws IOException {
    with(
        file,
        reader -> {
          int pages = Math.min(maxPages, reader.getNumImages(true));
          for (int i = 0; i < pages; i++) {
            page.accept(flat(page(reader, i, LONG_SIDE)).within(LONG_SIDE));
          }
        });
  }

  private static void with(Path file, Use use) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(in);
      use.of(reader);
    } catch (RuntimeException hostile) {
      throw new IOException("not a TIFF that can be read", hostile);
    } finally {
      reader.dispose();
    }
  }

  /** A page in sRGB; a huge one is subsampled. */
  private static BufferedImage page(ImageReader reader, int index, int side) throws IOException {
    int longest = Math.max(reader.getWidth(index), reader.getHeight(index));
    int step = Math.max(1, (longest + side - 1) / side);
    ImageReadParam every = reader.getDefaultReadParam();
    every.setSourceSubsampling(step, step, 0, 0);
    TIFFDirectory fields = TIFFDirectory.createFromMetadata(reader.getImageMetadata(index));
    BufferedImage page = TiffColours.srgb(reader.read(index, every), fields);
    int orientation = orientation(fields);
    return orientation == 1 ? page : turned(page, orientation);
  }

  private static BufferedImage turned(BufferedImage page, int orientation) {
    boolean isTurned = orientation >= 5 && orientation <= 8;
    int width = page.getWidth();
    int height = page.getHeight();
    BufferedImage turned =
        new BufferedImage(isTurned ? height : width, isTurned ? width : height, page.getType());
    turned.createGraphics().drawImage(page, upright(orientation, width, height), null);
    return turned;
  }

  /** A page over white, without alpha. */
  private static RgbImage flat(BufferedImage page) {
    if (!page.getColorModel().hasAlpha()) {
      return new RgbImage(page);
    }
    BufferedImage flat =
        new BufferedImage(page.getWidth(), page.getHeight(), BufferedImage.TYPE_INT_RGB);
    flat.createGraphics().drawImage(page, 0, 0, Color.WHITE, null);
    return new RgbImage(flat);
  }

  /** The orientation of a page (TIFF 6.0, Orientation); 1 where it has none. */
  private static int orientation(TIFFDirectory fields) {
    TIFFField field = fields.getTIFFField(BaselineTIFFTagSet.TAG_ORIENTATION);
    return field == null ? 1 : field.getAsInt(0);
  }

  private static AffineTransform upright(int orientation, int w, int h) {
    return switch (orientation) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
      default -> new AffineTransform();
    };
  }
}
