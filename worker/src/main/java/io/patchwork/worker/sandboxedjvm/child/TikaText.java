package io.patchwork.worker.sandboxedjvm.child;

import io.patchwork.common.text.TextEncoding;
import io.patchwork.schema.manifest.DocumentInfo;
import io.patchwork.worker.sandboxedjvm.SandboxedJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.tika.detect.DefaultDetector;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.langdetect.opennlp.OpenNLPDetector;
import org.apache.tika.language.detect.LanguageResult;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.Office;
import org.apache.tika.metadata.PagedText;
import org.apache.tika.metadata.Property;
import org.apache.tika.parser.DefaultParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.sax.BodyContentHandler;
import org.apache.tika.sax.SecureContentHandler;
import org.apache.tika.sax.WriteOutContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Text and metadata of a file, by Tika's parser of its media type.
 *
 * @param mediaType detected from the content
 * @param text at most {@value #MAX_CHARS} characters
 * @param doubtful the encoding that the text was read in and another that fits it equally well;
 *     empty where one fits best
 */
record TikaText(
    String mediaType, Metadata metadata, String text, boolean isWhole, List<Charset> doubtful) {

  /** The texts that have nothing but characters. */
  private static final Set<String> PLAIN =
      Set.of(
          "text/plain",
          "text/markdown",
          "text/x-web-markdown",
          "application/x-subrip",
          TikaText.WEB_VTT);

  /** The format in which a line of blanks differs from an empty line. */
  private static final String WEB_VTT = "text/vtt";

  private static final int MAX_CHARS = 4_000_000;

  /** Maximum size of a plain text in bytes: a character has at most four. */
  private static final int MAX_BYTES = 4 * MAX_CHARS;

  private static final int ENOUGH_TO_TELL = 20_000;
  private static final int TOO_LITTLE_TO_TELL = 40;

  /** Minimum ratio of the scores of the first and the second language. */
  private static final float MIN_SCORE_RATIO = 1.15f;

  /**
   * Reads a file.
   *
   * @throws EncryptedDocumentException if it needs a password
   * @throws TikaException if it is damaged, or unpacks to far more than its size
   */
  static TikaText of(Path file, String sniffed) throws IOException, TikaException, SAXException {
    Metadata metadata = new Metadata();
    String mediaType = SandboxedJvm.isDocument(sniffed) ? sniffed : inside(file, sniffed);
    metadata.set(HttpHeaders.CONTENT_TYPE, mediaType);
    if (PLAIN.contains(mediaType)) {
      return plain(file, mediaType, metadata);
    }
    ParseContext context = new ParseContext();
    context.set(EmbeddedDocumentExtractor.class, new NothingEmbedded());
    context.set(PDFParserConfig.class, asTheyAre());
    WriteOutContentHandler text = new WriteOutContentHandler(MAX_CHARS);
    boolean isWhole = true;
    try (TikaInputStream in = TikaInputStream.get(file)) {
      SecureContentHandler secure = new SecureContentHandler(new BodyContentHandler(text), in);
      try {
        new DefaultParser().parse(in, secure, metadata, context);
      } catch (SAXException e) {
        secure.throwIfCauseOf(e);
        if (!WriteLimitReachedException.isWriteLimitReached(e)) {
          throw e;
        }
        isWhole = false;
      }
    }
    return new TikaText(mediaType, metadata, tidy(text.toString()), isWhole, List.of());
  }

  private static TikaText plain(Path file, String mediaType, Metadata metadata) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES);
    }
    boolean isAllRead = bytes.length < MAX_BYTES;
    TextEncoding encoding =
        TextEncoding.of(bytes, isAllRead)
            .orElse(new TextEncoding(StandardCharsets.UTF_8, Optional.empty()));
    metadata.set(HttpHeaders.CONTENT_TYPE, mediaType + "; charset=" + encoding.charset());
    metadata.set(HttpHeaders.CONTENT_ENCODING, encoding.charset().name());
    String all = encoding.decode(bytes);
    String text = all.substring(0, Math.min(all.length(), MAX_CHARS));
    return new TikaText(
        mediaType,
        metadata,
        mediaType.equals(WEB_VTT) ? lines(text) : tidy(text),
        isAllRead && all.length() <= MAX_CHARS,
        encoding.rival().map(rival -> List.of(encoding.charset(), rival)).orElse(List.of()));
  }

  /**
   * Pages are read as they are: no recognition of letters in pictures, for which there is no
   * program here, and text of every direction in its own lines.
   */
  private static PDFParserConfig asTheyAre() {
    PDFParserConfig config = new PDFParserConfig();
    config.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
    config.setDetectAngles(true);
    return config;
  }

  /** The media type of a container by its content, never by its name. */
  private static String inside(Path file, String sniffed) throws IOException {
    if (!SandboxedJvm.mayRead(sniffed)) {
      return sniffed;
    }
    try (TikaInputStream in = TikaInputStream.get(file)) {
      return new DefaultDetector().detect(in, new Metadata()).getBaseType().toString();
    }
  }

  /** Skips files embedded in a document. */
  private static final class NothingEmbedded implements EmbeddedDocumentExtractor {
    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
      return false;
    }

    @Override
    public void parseEmbedded(
        InputStream in, ContentHandler handler, Metadata metadata, boolean isHtml) {}
  }

  private static String lines(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n').replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
  }

  private static String tidy(String text) {
    return lines(text).replaceAll("[ \t]+\n", "\n").replaceAll("\n{3,}", "\n\n").strip();
  }

  DocumentInfo info() {
    @Nullable String language = language();
    Locale locale = language == null ? Locale.ROOT : Locale.forLanguageTag(language);
    return new DocumentInfo(
        pages(), language, words(locale), text.codePointCount(0, text.length()), isWhole);
  }

  private @Nullable Integer pages() {
    for (Property property :
        new Property[] {PagedText.N_PAGES, Office.SLIDE_COUNT, Office.PAGE_COUNT}) {
      @Nullable Integer pages = metadata.getInt(property);
      if (pages != null && pages > 0) {
        return pages;
      }
    }
    return null;
  }

  private @Nullable String language() {
    if (text.length() < TOO_LITTLE_TO_TELL) {
      return null;
    }
    OpenNLPDetector detector = new OpenNLPDetector();
    detector.addText(text.substring(0, Math.min(text.length(), ENOUGH_TO_TELL)));
    List<LanguageResult> results = detector.detectAll();
    boolean isClear =
        results.size() > 1
            && results.getFirst().getRawScore() >= MIN_SCORE_RATIO * results.get(1).getRawScore();
    // Some of the model's names include the script, as in zho-trad.
    return isClear ? results.getFirst().getLanguage().substring(0, 3) : null;
  }

  private long words(Locale locale) {
    BreakIterator boundaries = BreakIterator.getWordInstance(locale);
    boundaries.setText(text);
    long words = 0;
    int from = boundaries.first();
    for (int to = boundaries.next(); to != BreakIterator.DONE; to = boundaries.next()) {
      if (text.substring(from, to).codePoints().anyMatch(Character::isLetterOrDigit)) {
        words++;
      }
      from = to;
    }
    return words;
  }
}
