package io.patchwork.worker.reader.child;

import io.patchwork.schema.wire.Json;
import io.patchwork.worker.picture.Picture;
import io.patchwork.worker.reader.Description;
import io.patchwork.worker.reader.Reader;
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
 * The reading child: looks at one foreign file and leaves what it found in its working directory.
 * Its exit tells how it went; the numbers are {@link Reader}'s.
 */
public final class ReaderMain {

  private static final int POSTER = 1280;
  private static final List<Integer> SMALLER = List.of(640, 320);

  private ReaderMain() {}

  /**
   * Reads.
   *
   * @param arguments what to do (a {@link Reader.Wish}), the file, and its media type or what to
   *     convert into what
   */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    Path file = Path.of(arguments[1]);
    try {
      switch (Reader.Wish.valueOf(arguments[0])) {
        case TAGS -> describe(TextReading.of(file, arguments[2]), false);
        case DESCRIBE -> describe(TextReading.of(file, arguments[2]), true);
        case READ -> read(file, arguments[2]);
        case UNPACK -> Scans.unpack(file, Path.of(arguments[2]));
        case LETTER -> Letters.draw(file);
        case UNPACK_ANIMATION -> Animations.unpack(file, Path.of(arguments[2]));
        case CONVERT -> StandardColours.convert(file, Path.of(arguments[2]), Path.of(arguments[3]));
      }
    } catch (EncryptedDocumentException | InvalidPasswordException e) {
      System.exit(Reader.ENCRYPTED);
    } catch (IOException | TikaException | SAXException | RuntimeException damaged) {
      // These libraries throw what they like at files that were made to hurt.
      System.err.println(damaged);
      System.exit(Reader.DAMAGED);
    }
  }

  private static void describe(TextReading reading, boolean isDocument) throws IOException {
    Description description =
        new Description(
            reading.mediaType(), Tags.of(reading.metadata()), isDocument ? reading.info() : null);
    Files.write(Path.of(Description.FILE), Json.bytes(description));
  }

  private static void read(Path file, String mediaType)
      throws IOException, TikaException, SAXException {
    AtomicInteger pages = new AtomicInteger();
    if (mediaType.equals(Reader.TIFF)) {
      Scans.draw(file, Reader.MOST_PAGES, page -> hand(page, pages.incrementAndGet()));
      return;
    }
    TextReading reading = TextReading.of(file, mediaType);
    Files.writeString(Path.of(Reader.TEXT), reading.text(), StandardCharsets.UTF_8);
    Pages.draw(
        file,
        reading.mediaType(),
        reading.text(),
        Reader.MOST_PAGES,
        page -> hand(new Picture(page), pages.incrementAndGet()));
  }

  private static void hand(Picture page, int number) {
    try {
      write(page, "page-" + number);
      if (number == 1) {
        write(page.within(POSTER), "poster");
        for (int side : SMALLER) {
          write(page.within(side), "poster-" + side);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Picture picture, String name) throws IOException {
    picture.writeJpeg(Path.of(name + ".jpg"));
    System.out.println(name + ".jpg " + picture.width() + " " + picture.height());
  }
}
