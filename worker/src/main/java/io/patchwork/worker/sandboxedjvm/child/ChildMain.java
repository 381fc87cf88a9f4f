package io.patchwork.worker.sandboxedjvm.child;

import io.patchwork.schema.wire.Json;
import io.patchwork.worker.raster.RgbImage;
import io.patchwork.worker.sandboxedjvm.FileMetadata;
import io.patchwork.worker.sandboxedjvm.JvmStart;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
   * @param arguments how to start, then a {@link SandboxedJvm.Request}, the file, and what else the
   *     request needs; the request of a JVM on standby comes as a line of standard input
   */
  public static void main(String[] arguments) throws IOException {
    switch (JvmStart.valueOf(arguments[0])) {
      case REQUEST -> run(List.of(arguments).subList(1, arguments.length));
      case STANDBY -> {
        var _ = PictureFile.warmUp();
        String line =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line != null) {
          run(List.of(line.split(JvmStart.SEPARATOR, -1)));
        }
      }
    }
  }

  private static void run(List<String> request) {
    Path file = Path.of(request.get(1));
    try {
      switch (SandboxedJvm.Request.valueOf(request.getFirst())) {
        case DESCRIBE -> describe(TikaText.of(file, request.get(2)));
        case READ -> read(file, request.get(2));
        case LETTER -> TextRasterizer.draw(file);
        case PICTURE -> PictureFile.read(file, request.get(2), request.get(3));
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
