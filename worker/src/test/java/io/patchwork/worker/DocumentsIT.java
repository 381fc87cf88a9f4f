package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.DocumentInfo;
import io.patchwork.schema.manifest.FingerprintDocument;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.TextFingerprint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of documents and texts. */
@Timeout(300)
final class DocumentsIT {

  private static final String HEBREW =
      "הואיל והזלזול בזכויות האדם וביזוין הבשילו מעשים פראיים שפגעו קשה במצפונה של האנושות; ובנין"
          + " עולם, שבו ייהנו כל יצורי אנוש מחירות הדיבור והאמונה ומן החירות מפחד וממחסור, הוכרז"
          + " כראש שאיפותיו של כל אדם.";

  /** Between lines there are as many white rows at the least, and inside of a line fewer. */
  private static final int FAR = 25;

  @TempDir Path temp;
  @Cluster static TestCluster cluster;

  private AssetManifest ingest(String name, byte[] bytes) throws Exception {
    return cluster.ingested(new Id(name), Files.write(temp.resolve(name), bytes));
  }

  private FailureCode refusal(String name, byte[] bytes) throws Exception {
    return TestCluster.failure(cluster.ingest(name, Files.write(temp.resolve(name), bytes))).code();
  }

  private static List<Artifact> of(AssetManifest manifest, ArtifactRole role) {
    return manifest.artifacts().stream().filter(each -> each.role() == role).toList();
  }

  private byte[] bytes(String key) {
    return cluster.store().read(new ObjectKey(key), 16 << 20).orElseThrow().bytes();
  }

  private String text(AssetManifest manifest) {
    return new String(
        bytes(of(manifest, ArtifactRole.TEXT).getFirst().key()), StandardCharsets.UTF_8);
  }

  private BufferedImage picture(Artifact artifact) throws Exception {
    Path file = cluster.fetch(artifact.key(), temp.resolve("picture.jpg"));
    BufferedImage image = Objects.requireNonNull(ImageIO.read(file.toFile()));
    assertThat(image.getWidth()).isEqualTo(artifact.width());
    assertThat(image.getHeight()).isEqualTo(artifact.height());
    return image;
  }

  /** Dark pixels between two columns. */
  private static long ink(BufferedImage image, int from, int to) {
    long ink = 0;
    for (int x = from; x < to; x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        ink += (image.getRGB(x, y) & 0xff) < 128 ? 1 : 0;
      }
    }
    return ink;
  }

  private static byte[] pdf(int pages, boolean isLocked) throws Exception {
    try (PDDocument document = new PDDocument()) {
      for (int i = 1; i <= pages; i++) {
        PDPage page = new PDPage();
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          content.beginText();
          content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 24);
          content.newLineAtOffset(72, 700);
          content.showText("The quick brown fox jumps over the lazy dog on page " + i);
          content.endText();
        }
      }
      if (isLocked) {
        document.protect(new StandardProtectionPolicy("owner", "secret", new AccessPermission()));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    }
  }

  private static byte[] zip(Map<String, byte[]> entries) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void aPdfBecomesPagesTextAndPrints() throws Exception {
    AssetManifest manifest = ingest("fox.pdf", pdf(7, false));

    assertThat(manifest.media().kind()).isEqualTo(MediaKind.DOCUMENT);
    DocumentInfo document = Objects.requireNonNull(manifest.media().document());
    assertThat(document.pages()).isEqualTo(7);
    assertThat(document.language()).isEqualTo("eng");
    assertThat(document.words()).isEqualTo(7 * 12);
    assertThat(of(manifest, ArtifactRole.PAGE)).hasSize(5);
    assertThat(of(manifest, ArtifactRole.POSTER)).hasSize(3);
    assertThat(text(manifest)).contains("lazy dog on page 7");
    BufferedImage page = picture(of(manifest, ArtifactRole.PAGE).getFirst());
    assertThat(page.getHeight()).isBetween(1598, 1600);
    assertThat(ink(page, 0, page.getWidth())).isGreaterThan(1000);
    FingerprintDocument prints = cluster.prints(manifest);
    TextFingerprint print = Objects.requireNonNull(prints.text());
    assertThat(print.words()).isEqualTo(7 * 12);
    assertThat(print.hashes()).isNotEmpty();
  }

  @Test
  void aTextIsSetFromTheSideThatItIsReadFrom() throws Exception {
    BufferedImage hebrew =
        picture(
            of(ingest("he.txt", "שלום".getBytes(StandardCharsets.UTF_8)), ArtifactRole.PAGE)
                .getFirst());
    BufferedImage latin =
        picture(
            of(ingest("en.txt", "Hello".getBytes(StandardCharsets.UTF_8)), ArtifactRole.PAGE)
                .getFirst());

    int middle = hebrew.getWidth() / 2;
    assertThat(ink(hebrew, 0, middle)).isZero();
    assertThat(ink(hebrew, middle, 2 * middle)).isGreaterThan(100);
    assertThat(ink(latin, 0, middle)).isGreaterThan(100);
    assertThat(ink(latin, middle, 2 * middle)).isZero();
  }

  /** The dark pixels of each line of a page whose lines are far apart. */
  private List<Long> inkOfLines(String name, List<String> lines) throws Exception {
    byte[] text = String.join("\n\n\n\n", lines).getBytes(StandardCharsets.UTF_8);
    BufferedImage page = picture(of(ingest(name, text), ArtifactRole.PAGE).getFirst());
    List<Long> inked = new ArrayList<>();
    int white = FAR;
    for (int y = 0; y < page.getHeight(); y++) {
      long ink = ink(page.getSubimage(0, y, page.getWidth(), 1), 0, page.getWidth());
      if (ink > 0) {
        inked.add(white < FAR ? inked.removeLast() + ink : ink);
        white = 0;
      } else {
        white++;
      }
    }
    assertThat(inked).as("lines of " + name).hasSameSizeAs(lines);
    return inked;
  }

  @Test
  void everyScriptIsInked() throws Exception {
    List<String> words = List.of("العربية", "हिन्दी", "日本語", "ภาษาไทย", "Ελλάδα", "ქართული");
    // What no font can show is drawn as a box; boxes of one size are all alike.
    List<String> tofu =
        words.stream()
            .map(word -> "\uDBFF\uDFFD".repeat(word.codePointCount(0, word.length())))
            .toList();

    List<Long> drawn = inkOfLines("words.txt", words);
    List<Long> boxes = inkOfLines("boxes.txt", tofu);

    for (int i = 0; i < words.size(); i++) {
      assertThat(drawn.get(i)).as(words.get(i)).isGreaterThan(50).isNotEqualTo(boxes.get(i));
    }
  }

  @Test
  void languageAndWordsAreTold() throws Exception {
    AssetManifest manifest = ingest("udhr.txt", HEBREW.getBytes(StandardCharsets.UTF_8));

    DocumentInfo document = Objects.requireNonNull(manifest.media().document());
    assertThat(document.language()).isEqualTo("heb");
    assertThat(document.words()).isEqualTo(33);
    assertThat(document.isWhole()).isTrue();
  }

  @Test
  void aTextOfOldComputersIsRead() throws Exception {
    String verse =
        "Однажды, в студеную зимнюю пору, я из лесу вышел; был сильный мороз. Гляжу, "
            + "поднимается медленно в гору лошадка, везущая хворосту воз.";

    AssetManifest manifest = ingest("verse.txt", verse.getBytes(Charset.forName("CP866")));

    assertThat(text(manifest)).isEqualTo(verse);
  }

  @Test
  void aBookShowsItsCover() throws Exception {
    ByteArrayOutputStream cover = new ByteArrayOutputStream();
    BufferedImage red = new BufferedImage(400, 600, BufferedImage.TYPE_INT_RGB);
    red.createGraphics().fillRect(0, 0, 400, 300);
    ImageIO.write(red, "png", cover);
    Map<String, byte[]> book = new java.util.LinkedHashMap<>();
    book.put("mimetype", "application/epub+zip".getBytes(StandardCharsets.US_ASCII));
    book.put(
        "META-INF/container.xml",
        """
        <?xml version="1.0"?>
        <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
        <rootfiles><rootfile full-path="OEBPS/c.opf" media-type="application/oebps-package+xml"/>
        </rootfiles></container>
        """
            .getBytes(StandardCharsets.UTF_8));
    book.put(
        "OEBPS/c.opf",
        """
        <?xml version="1.0"?>
        <package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>
        <item id="c" href="art/front%20page.png" media-type="image/png" properties="cover-image"/>
        <item id="t" href="t.xhtml" media-type="application/xhtml+xml"/></manifest>
        <spine><itemref idref="t"/></spine></package>
        """
            .getBytes(StandardCharsets.UTF_8));
    book.put("OEBPS/art/front page.png", cover.toByteArray());
    book.put(
        "OEBPS/t.xhtml",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>Call me Ishmael.</p></body></html>"
            .getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> entry : book.entrySet()) {
        ZipEntry stored = new ZipEntry(entry.getKey());
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(entry.getValue());
        stored.setSize(entry.getValue().length);
        stored.setCrc(crc.getValue());
        zip.putNextEntry(stored);
        zip.write(entry.getValue());
      }
    }

    AssetManifest manifest = ingest("book.epub", bytes.toByteArray());

    assertThat(manifest.media().mediaType()).isEqualTo("application/epub+zip");
    assertThat(text(manifest)).contains("Call me Ishmael.");
    BufferedImage page = picture(of(manifest, ArtifactRole.PAGE).getFirst());
    assertThat(page.getWidth()).isEqualTo(400);
    assertThat(page.getRGB(200, 100) & 0xff).isGreaterThan(240);
    assertThat(page.getRGB(200, 500) & 0xff).isLessThan(15);
  }

  @Test
  void aWordDocumentIsReadAndAnyOtherZipIsNot() throws Exception {
    ByteArrayOutputStream docx = new ByteArrayOutputStream();
    try (XWPFDocument document = new XWPFDocument()) {
      document.createParagraph().createRun().setText("It was a dark and stormy night.");
      document.write(docx);
    }

    assertThat(text(ingest("storm.docx", docx.toByteArray()))).contains("stormy night");
    assertThat(refusal("any.zip", zip(Map.of("a.txt", new byte[10]))))
        .isEqualTo(FailureCode.NOT_MEDIA);
  }

  @Test
  void whatIsLockedOrBrokenIsRefused() throws Exception {
    byte[] whole = pdf(1, false);

    assertThat(refusal("locked.pdf", pdf(1, true))).isEqualTo(FailureCode.ENCRYPTED);
    assertThat(refusal("head.pdf", java.util.Arrays.copyOf(whole, 60)))
        .isEqualTo(FailureCode.UNDECODABLE);
  }

  @Test
  void aBombStaysInItsBox() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
      zip.write(
          """
          <?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
          """
              .getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("_rels/.rels"));
      zip.write(
          """
          <?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>
          """
              .getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      repeat(zip, 400);
    }

    assertThat(refusal("bomb.docx", bytes.toByteArray()))
        .isIn(FailureCode.UNDECODABLE, FailureCode.TOO_LARGE);
    assertThat(ingest("after.txt", "still here".getBytes(StandardCharsets.UTF_8)).artifacts())
        .isNotEmpty();
  }

  private static void repeat(OutputStream out, int mebibytes) throws Exception {
    byte[] blank = new byte[1 << 20];
    java.util.Arrays.fill(blank, (byte) ' ');
    for (int i = 0; i < mebibytes; i++) {
      out.write(blank);
    }
  }
}
