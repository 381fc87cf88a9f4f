package io.patchwork.worker.sandboxedjvm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationSquare;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationSquareCircle;
import org.apache.pdfbox.util.Matrix;
import org.apache.poi.common.usermodel.PictureType;
import org.apache.poi.util.Units;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentTextTest {

  private static final String PDF = "application/pdf";
  private static final String ODT = "application/vnd.oasis.opendocument.text";

  @TempDir Path temp;

  private static Path caseFile(String name) throws Exception {
    return Path.of(DocumentTextTest.class.getResource("/cases/ingest/" + name).toURI());
  }

  private static List<BufferedImage> pages(Path file, String mediaType, String text)
      throws IOException {
    List<BufferedImage> pages = new ArrayList<>();
    PageRenderer.draw(file, mediaType, text, 5, pages::add);
    return pages;
  }

  @Test
  void aBlankPageIsAPage() throws Exception {
    Path file = caseFile("blank-second-page.pdf");
    TikaText found = TikaText.of(file, PDF);

    assertThat(found.text())
        .isEqualTo("A long line of a poem with many words so that nobody thinks of a scan");
    assertThat(found.info().pages()).isEqualTo(2);
    assertThat(pages(file, PDF, found.text())).hasSize(2);
  }

  @Test
  void aPageThatIsAPictureHasNoText() throws Exception {
    Path file = caseFile("picture-only-page.pdf");
    TikaText found = TikaText.of(file, PDF);

    assertThat(found.text()).isEmpty();
    assertThat(found.info().pages()).isEqualTo(1);
    assertThat(pages(file, PDF, "")).hasSize(1);
  }

  @Test
  void textOnTurnedPagesIsInLines() throws Exception {
    assertThat(TikaText.of(caseFile("rotated-mixed.pdf"), PDF).text())
        .isEqualTo(
            "UP one two three four five\n\nWIDE one two three four five\n\n"
                + "DOWN one two three four five");
  }

  @ParameterizedTest
  @CsvSource({"0,90", "0,270", "0,180", "90,0", "180,0", "270,0", "90,90", "0,30"})
  void textOfAnyDirectionIsInLines(int pageAngle, int textAngle) throws Exception {
    Path file = temp.resolve("turned.pdf");
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage(new PDRectangle(400, 400));
      page.setRotation(pageAngle);
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        for (int line = 0; line < 2; line++) {
          content.beginText();
          Matrix place = Matrix.getRotateInstance(Math.toRadians(textAngle), 200, 200);
          place.translate(0, -30 * line);
          content.setTextMatrix(place);
          content.showText(line == 0 ? "first line of words" : "second line of it");
          content.endText();
        }
      }
      document.save(file.toFile());
    }

    assertThat(TikaText.of(file, PDF).text().lines().map(String::strip).filter(l -> !l.isEmpty()))
        .containsExactlyInAnyOrder("first line of words", "second line of it");
  }

  @Test
  void aPageOfAnnotationsWithoutTextIsAPage() throws Exception {
    Path file = temp.resolve("notes.pdf");
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage(new PDRectangle(300, 200));
      PDAnnotationSquareCircle square = new PDAnnotationSquare();
      square.setRectangle(new PDRectangle(10, 10, 50, 50));
      square.constructAppearances();
      page.getAnnotations().add(square);
      document.addPage(page);
      document.save(file.toFile());
    }

    assertThat(TikaText.of(file, PDF).text()).isEmpty();
    assertThat(pages(file, PDF, "")).hasSize(1);
  }

  private static byte[] picture() throws IOException {
    BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, 320, 240);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static void assertShowsThePicture(List<BufferedImage> pages) {
    assertThat(pages).hasSize(1);
    assertThat(pages.getFirst().getRGB(160, 120)).isEqualTo(Color.RED.getRGB());
  }

  @Test
  void aWordDocumentOfOnePictureShowsIt() throws Exception {
    Path file = temp.resolve("picture.docx");
    try (XWPFDocument document = new XWPFDocument();
        OutputStream out = Files.newOutputStream(file)) {
      document
          .createParagraph()
          .createRun()
          .addPicture(
              new java.io.ByteArrayInputStream(picture()),
              PictureType.PNG,
              "p.png",
              Units.toEMU(320),
              Units.toEMU(240));
      document.write(out);
    }
    TikaText found = TikaText.of(file, "application/x-tika-ooxml");

    assertThat(found.mediaType())
        .isEqualTo("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    assertThat(found.text()).isEmpty();
    assertShowsThePicture(pages(file, found.mediaType(), found.text()));
  }

  private Path zip(String name, String mediaType, Object... namesAndContents) throws IOException {
    Path file = temp.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      byte[] type = mediaType.getBytes(StandardCharsets.US_ASCII);
      ZipEntry first = new ZipEntry("mimetype");
      first.setMethod(ZipEntry.STORED);
      first.setSize(type.length);
      java.util.zip.CRC32 sum = new java.util.zip.CRC32();
      sum.update(type);
      first.setCrc(sum.getValue());
      zip.putNextEntry(first);
      zip.write(type);
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
        Object content = namesAndContents[i + 1];
        zip.write(
            content instanceof byte[] bytes
                ? bytes
                : ((String) content).getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  @Test
  void aBookOfPicturesShowsTheFirst() throws Exception {
    Path file =
        zip(
            "comic.epub",
            "application/epub+zip",
            "META-INF/container.xml",
            "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container' version='1.0'>"
                + "<rootfiles><rootfile full-path='b.opf' media-type='application/oebps-package+xml'/>"
                + "</rootfiles></container>",
            "b.opf",
            "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><manifest>"
                + "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>"
                + "<item id='i' href='1.png' media-type='image/png'/></manifest>"
                + "<spine><itemref idref='a'/></spine></package>",
            "a.xhtml",
            "<html xmlns='http://www.w3.org/1999/xhtml'><body><img src='1.png'/></body></html>",
            "1.png",
            picture());
    TikaText found = TikaText.of(file, "application/epub+zip");

    assertThat(found.text()).isEmpty();
    assertShowsThePicture(pages(file, found.mediaType(), found.text()));
  }

  @Test
  void anEmptyOpenDocumentIsABlankPage() throws Exception {
    Path file =
        zip(
            "empty.odt",
            ODT,
            "content.xml",
            "<office:document-content"
                + " xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
                + " office:version='1.2'><office:body><office:text/></office:body>"
                + "</office:document-content>");
    TikaText found = TikaText.of(file, ODT);

    assertThat(found.text()).isEmpty();
    assertThat(pages(file, ODT, "")).hasSize(1);
  }

  @Test
  void shiftJisIsJapanese() throws Exception {
    TikaText found = TikaText.of(caseFile("shift-jis.txt"), "text/plain");

    assertThat(found.text()).startsWith("吾輩は猫である。名前はまだ無い。");
    assertThat(found.info().language()).isEqualTo("jpn");
    assertThat(found.doubtful()).isEmpty();
  }

  @Test
  void utf16WithoutAMarkIsRead() throws Exception {
    assertThat(TikaText.of(caseFile("utf-16le-no-bom.txt"), "text/plain").text())
        .isEqualTo("Shopping list for the film\nrope, lamp, umbrella");
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1250", "ISO-8859-2", "UTF-16LE", "UTF-8"})
  void subtitlesAreReadInTheirEncoding(String charset) throws Exception {
    String words = "1\n00:00:01,000 --> 00:00:02,000\nGdzie jest żółta łódź?\n";
    Path file = Files.write(temp.resolve("s.srt"), words.getBytes(Charset.forName(charset)));

    assertThat(TikaText.of(file, "application/x-subrip").text()).isEqualTo(words.strip());
  }

  @Test
  void whatTwoEncodingsFitIsSaid() throws Exception {
    Path file = Files.write(temp.resolve("t"), "Привет".getBytes(Charset.forName("windows-1251")));

    assertThat(TikaText.of(file, "text/plain").doubtful()).hasSize(2);
  }
}
