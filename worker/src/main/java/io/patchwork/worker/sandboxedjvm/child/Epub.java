package io.patchwork.worker.sandboxedjvm.child;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** Finds the cover of an EPUB (EPUB 3.3, 5.2; the {@code meta} of EPUB 2 where there is none). */
final class Epub {

  static final String MEDIA_TYPE = "application/epub+zip";

  private static final String CONTAINER = "META-INF/container.xml";
  private static final int MAX_BYTES = 4 << 20;

  private Epub() {}

  /** The name of the cover in the ZIP file. */
  static Optional<String> cover(ZipFile zip) throws IOException {
    Optional<Element> root =
        document(zip, CONTAINER).map(container -> container.selectFirst("rootfile[full-path]"));
    if (root.isEmpty()) {
      return Optional.empty();
    }
    String opf = root.get().attr("full-path");
    return document(zip, opf).flatMap(Epub::coverItem).flatMap(href -> beside(opf, href));
  }

  private static Optional<String> coverItem(Document contents) {
    Element item = contents.selectFirst("manifest > item[properties~=cover-image]");
    if (item == null) {
      Element meta = contents.selectFirst("metadata > meta[name=cover]");
      item =
          meta == null
              ? null
              : contents.select("manifest > item").stream()
                  .filter(entry -> entry.id().equals(meta.attr("content")))
                  .findFirst()
                  .orElse(null);
    }
    return Optional.ofNullable(item).map(entry -> entry.attr("href"));
  }

  private static Optional<String> beside(String opf, String href) {
    try {
      String path = URI.create("/" + opf).resolve(href).normalize().getPath();
      return Optional.ofNullable(path).map(name -> name.substring(1));
    } catch (IllegalArgumentException notAName) {
      return Optional.empty();
    }
  }

  /** Parses XML; no entities are resolved and nothing is fetched. */
  private static Optional<Document> document(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return Optional.empty();
    }
    try (InputStream in = zip.getInputStream(entry)) {
      String xml = new String(in.readNBytes(MAX_BYTES), java.nio.charset.StandardCharsets.UTF_8);
      return Optional.of(Jsoup.parse(xml, "", Parser.xmlParser()));
    }
  }
}
