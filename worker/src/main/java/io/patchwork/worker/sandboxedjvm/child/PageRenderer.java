package io.patchwork.worker.sandboxedjvm.child;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;

/**
 * The first pages of a document as images: rendered where a renderer exists (PDF, slides), else the
 * document's own cover or preview, else its text set as a page.
 */
final class PageRenderer {

  private static final String PDF = "application/pdf";
  private static final String PPTX =
      "application/vnd.openxmlformats-officedocument.presentationml.presentation";
  private static final int LONG_SIDE = 1600;
  private static final int MIN_SIDE = 200;
  private static final long MAX_PIXELS = 40_000_000;
  private static final float POINTS_AN_INCH = 72;
  private static final float MAX_DPI = 300;

  /** Paths of the preview image in ZIP-based documents, the best first. */
  private static final List<String> PREVIEW_PATHS =
      List.of("docProps/thumbnail.jpeg", "docProps/thumbnail.png", "Thumbnails/thumbnail.png");

  /** Number of files in a document among which a picture is looked for. */
  private static final int MAX_ENTRIES = 10_000;

  private static final Set<String> IMAGE_EXTENSIONS = Set.of(".jpg", ".jpeg", ".png");

  private PageRenderer() {}

  /** Renders at most {@code maxPages} pages and passes each on as it is done. */
  static void draw(
      Path file, String mediaType, String text, int maxPages, Consumer<BufferedImage> page)
      throws IOException {
    AtomicInteger pages = new AtomicInteger();
    try {
      drawn(
          file,
          mediaType,
          text,
          maxPages,
          image -> {
            pages.incrementAndGet();
            page.accept(image);
          });
    } catch (IOException | RuntimeException undrawable) {
      // These libraries throw anything at broken files. The text may be intact.
      if (pages.get() > 0) {
        return;
      }
      if (text.isBlank()) {
        throw new IOException("not one page can be drawn", undrawable);
      }
      page.accept(TextPage.of(text, LONG_SIDE));
    }
  }

  private static void drawn(
      Path file, String mediaType, String text, int maxPages, Consumer<BufferedImage> page)
      throws IOException {
    switch (mediaType) {
      case PDF -> pdf(file, maxPages, page);
      case PPTX -> slides(file, maxPages, page);
      default -> {
        // A document without a text shows its first picture, or a blank page.
        page.accept(
            own(file, mediaType, text.isBlank()).orElseGet(() -> TextPage.of(text, LONG_SIDE)));
      }
    }
  }

  private static void pdf(Path file, int maxPages, Consumer<BufferedImage> page)
      throws IOException {
    try (PDDocument document = Loader.loadPDF(file.toFile())) {
      PDFRenderer renderer = new PDFRenderer(document);
      renderer.setSubsamplingAllowed(true);
      for (int i = 0; i < Math.min(maxPages, document.getNumberOfPages()); i++) {
        PDRectangle box = document.getPage(i).getCropBox();
        float longest = Math.max(box.getWidth(), box.getHeight());
        float dpi = Math.min(MAX_DPI, LONG_SIDE * POINTS_AN_INCH / Math.max(1, longest));
        page.accept(renderer.renderImageWithDPI(i, dpi, ImageType.RGB));
      }
    }
  }

  private static void slides(Path file, int maxPages, Consumer<BufferedImage> page)
      throws IOException {
    try (InputStream in = java.nio.file.Files.newInputStream(file);
        XMLSlideShow show = new XMLSlideShow(in)) {
      Dimension size = show.getPageSize();
      double scale = LONG_SIDE / Math.max(size.getWidth(), size.getHeight());
      for (XSLFSlide slide : show.getSlides().stream().limit(maxPages).toList()) {
        BufferedImage image =
            new BufferedImage(
                (int) Math.max(1, Math.round(size.getWidth() * scale)),
                (int) Math.max(1, Math.round(size.getHeight() * scale)),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
            RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(scale, scale);
        slide.draw(graphics);
        graphics.dispose();
        page.accept(image);
      }
    }
  }

  /**
   * The cover of a book, or the preview that an office application saved.
   *
   * @param hasPicturesOnly whether the first picture of the document is as good
   */
  private static Optional<BufferedImage> own(Path file, String mediaType, boolean hasPicturesOnly)
      throws IOException {
    boolean isPackage =
        mediaType.equals(Epub.MEDIA_TYPE)
            || mediaType.startsWith("application/vnd.openxmlformats")
            || mediaType.startsWith("application/vnd.oasis.opendocument");
    if (!isPackage) {
      return Optional.empty();
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> names = new ArrayList<>(PREVIEW_PATHS);
      if (mediaType.equals(Epub.MEDIA_TYPE)) {
        Epub.cover(zip).ifPresent(names::addFirst);
      }
      if (hasPicturesOnly) {
        zip.stream().map(ZipEntry::getName).limit(MAX_ENTRIES).sorted().forEach(names::add);
      }
      return names.stream().flatMap(name -> readable(zip, name).stream()).findFirst();
    }
  }

  /** A picture; empty where it is none, or cannot be read. */
  private static Optional<BufferedImage> readable(ZipFile zip, String name) {
    try {
      return picture(zip, name);
    } catch (IOException | RuntimeException broken) {
      return Optional.empty();
    }
  }

  private static Optional<BufferedImage> picture(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    boolean isPicture =
        IMAGE_EXTENSIONS.stream().anyMatch(name.toLowerCase(java.util.Locale.ROOT)::endsWith);
    if (entry == null || !isPicture) {
      return Optional.empty();
    }
    try (InputStream bytes = zip.getInputStream(entry);
        ImageInputStream in = ImageIO.createImageInputStream(bytes)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      reader.setInput(in, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      boolean isUseful = Math.max(width, height) >= MIN_SIDE && (long) width * height <= MAX_PIXELS;
      return isUseful ? Optional.of(onWhite(reader.read(0))) : Optional.empty();
    }
  }

  private static BufferedImage onWhite(BufferedImage image) {
    BufferedImage page =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = page.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return page;
  }
}
