package io.patchwork.worker.sandboxedjvm.child;

import io.patchwork.schema.wire.Json;
import io.patchwork.worker.c2pa.EmbeddedManifests;
import io.patchwork.worker.raster.RgbImage;
import io.patchwork.worker.sandboxedjvm.FileMetadata;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.xml.sax.SAXException;

/**
 * The main class of the sandboxed JVM: reads one foreign file and writes the results into its
 * working directory. The exit codes are defined in {@link SandboxedJvm}.
 */
public final class ChildMain {

  private static final int POSTER = 1280;
  private static final List<Integer> SMALLER_SIDES = List.of(640, 320);

  private ChildMain() {}

  /**
   * Runs one request.
   *
   * @param request a {@link SandboxedJvm.Request}, the file, and what else the request needs
   */
  public static void main(String[] request) {
    Path file = Path.of(request[1]);
    try {
      switch (SandboxedJvm.Request.valueOf(request[0])) {
        case DESCRIBE -> describe(TikaText.of(file, request[2]));
        case READ -> read(file, request[2]);
        case LETTER -> TextRasterizer.draw(file);
        case MANIFESTS ->
            Files.write(Path.of(SandboxedJvm.MANIFEST_STORE), EmbeddedManifests.read(file));
      }
    } catch (EncryptedDocumentException | InvalidPasswordException e) {
      System.exit(SandboxedJvm.ENCRYPTED);
    } catch (IOException | TikaException | SAXException | RuntimeException damaged) {
      // These libraries throw anything at hostile files.
      System.err.println(damaged);
      System.exit(SandboxedJvm.DAMAGED);
    }
  }

  private static void describe(TikaText reading) throws IOException {
    FileMetadata description =
        new FileMetadata(reading.mediaType(), MetadataTags.of(reading.metadata()), reading.info());
    Files.write(Path.of(FileMetadata.FILE), Json.bytes(description));
  }

  private static void read(Path file, String mediaType)
      throws IOException, TikaException, SAXException {
    AtomicInteger pages = new AtomicInteger();
    if (mediaType.equals(SandboxedJvm.TIFF)) {
      TiffDecoder.draw(file, SandboxedJvm.MAX_PAGES, page -> hand(page, pages.incrementAndGet()));
      return;
    }
    TikaText reading = TikaText.of(file, mediaType);
    Files.writeString(Path.of(SandboxedJvm.TEXT), reading.text(), StandardCharsets.UTF_8);
    reading
        .doubtful()
        .forEach(charset -> System.out.println(SandboxedJvm.ENCODING + charset.name()));
    PageRenderer.draw(
        file,
        reading.mediaType(),
        reading.text(),
        SandboxedJvm.MAX_PAGES,
        page -> hand(new RgbImage(page), pages.incrementAndGet()));
  }

  private static void hand(RgbImage page, int number) {
    try {
      write(page, "page-" + number);
      if (number == 1) {
        write(page.within(POSTER), "poster");
        for (int side : SMALLER_SIDES) {
          write(page.within(side), "poster-" + side);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(RgbImage picture, String name) throws IOException {
    picture.writeJpeg(Path.of(name + ".jpg"));
    System.out.println(name + ".jpg " + picture.width() + " " + picture.height());
  }
}
