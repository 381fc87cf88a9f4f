package io.patchwork.worker.sandboxedjvm.child;

import io.patchwork.schema.wire.Json;
import io.patchwork.worker.sandboxedjvm.PictureReader;
import io.patchwork.worker.sandboxedjvm.PictureReading;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.parser.CompositeParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.image.HeifParser;
import org.apache.tika.parser.image.ImageParser;
import org.apache.tika.parser.image.JpegParser;
import org.apache.tika.parser.image.PSDParser;
import org.apache.tika.parser.image.TiffParser;
import org.apache.tika.parser.image.WebPParser;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What FFmpeg does not read of a picture. Parts that cannot be read are left out: the picture may
 * be fine without them.
 */
final class PictureFile {

  private static final String JPEG = "image/jpeg";

  /** A picture with EXIF, XMP and IPTC, whose reading loads the classes that any reading needs. */
  private static final String SAMPLE = "sample.jpg";

  /**
   * Tika's parsers of pictures alone; a look for all of its parsers takes longer than a picture.
   */
  private static final Parser PARSER =
      new CompositeParser(
          new MediaTypeRegistry(),
          new JpegParser(),
          new HeifParser(),
          new WebPParser(),
          new TiffParser(),
          new PSDParser(),
          new ImageParser());

  private interface Part {
    void read() throws IOException, TikaException, SAXException;
  }

  private final List<String> problems = new ArrayList<>();

  private PictureFile() {}

  /**
   * Reads a picture into the working directory.
   *
   * @param unpacked name of the unpacked form, or {@link PictureReader#NOTHING}
   */
  static void read(Path file, String mediaType, String unpacked) throws IOException {
    new PictureFile().parts(file, mediaType, unpacked);
  }

  private void parts(Path file, String mediaType, String unpacked) throws IOException {
    SortedMap<String, String> tags = new TreeMap<>();
    Path described = mediaType.equals(JPEG) ? head(file) : file;
    part(() -> tags.putAll(tags(TikaInputStream.get(described), mediaType)));
    boolean isUnpacked =
        part(() -> unpack(file, unpacked)) && !unpacked.equals(PictureReader.NOTHING);
    Path lut = Path.of(PictureReading.LUT);
    part(() -> SrgbLut.write(described, lut));
    Files.write(
        Path.of(PictureReading.FILE),
        Json.bytes(new PictureReading(tags, isUnpacked, Files.exists(lut), problems)));
  }

  /** A JPEG without its pixels: a search for XMP in them takes longer than all else. */
  private static Path head(Path jpeg) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(jpeg))) {
      return Files.write(Path.of("head.jpg"), JpegHead.of(in));
    }
  }

  /** Whether a part could be read; the libraries throw anything at hostile files. */
  private boolean part(Part part) {
    try {
      part.read();
      return true;
    } catch (IOException | TikaException | SAXException | RuntimeException unreadable) {
      problems.add(unreadable.toString());
      return false;
    }
  }

  private static SortedMap<String, String> tags(TikaInputStream picture, String mediaType)
      throws IOException, TikaException, SAXException {
    Metadata metadata = new Metadata();
    metadata.set(HttpHeaders.CONTENT_TYPE, mediaType);
    try (picture) {
      PARSER.parse(picture, new DefaultHandler(), metadata, new ParseContext());
    }
    return MetadataTags.of(metadata);
  }

  private static void unpack(Path file, String unpacked) throws IOException {
    if (unpacked.equals(PictureReader.Unpacked.SCAN.file())) {
      TiffDecoder.unpack(file, Path.of(unpacked));
    } else if (unpacked.equals(PictureReader.Unpacked.ANIMATION.file())) {
      WebpDecoder.unpack(file, Path.of(unpacked));
    }
  }

  /** Loads and runs what reading a picture takes; returns the tags of the sample. */
  static SortedMap<String, String> warmUp() throws IOException {
    PictureFile warming = new PictureFile();
    SortedMap<String, String> tags = new TreeMap<>();
    warming.part(() -> {
      try (InputStream picture = PictureFile.class.getResourceAsStream(SAMPLE)) {
        tags.putAll(tags(TikaInputStream.get(picture), JPEG));
      }
    });
    SrgbLut.of(ICC_Profile.getInstance(ColorSpace.CS_sRGB)).toCube();
    Json.bytes(new PictureReading(tags, false, false, warming.problems));
    return tags;
  }
}
