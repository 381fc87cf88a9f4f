package io.patchwork.worker.sandboxedjvm.child;

import io.patchwork.worker.sandboxedjvm.PictureReader;
import io.patchwork.worker.sandboxedjvm.PictureReading;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What FFmpeg does not read of a picture. Parts that cannot be read are left out: the picture may
 * be fine without them.
 */
final class PictureFile {

  private static final String JPEG = "image/jpeg";
  private static final int MAX_BEGINNING = 64 << 20;

  private interface Part {
    void read() throws IOException;
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
    boolean isUnpacked = false;
    if (mediaType.equals(JPEG)) {
      byte[] head = head(file);
      part(() -> tags.putAll(tags(head)));
      part(() -> lut(head));
    } else {
      part(() -> tags.putAll(tags(file)));
      if (unpacked.equals(PictureReader.NOTHING)) {
        part(() -> lut(beginning(file)));
      } else {
        isUnpacked = part(() -> unpack(file, unpacked));
      }
    }
    Files.write(
        Path.of(PictureReading.FILE), new PictureReading(tags, isUnpacked, problems).toBytes());
  }

  private static void lut(byte[] picture) throws IOException {
    Files.write(Path.of(PictureReading.LUT), SrgbLut.cube(picture));
  }

  /** A JPEG without its pixels: a search for XMP in them takes longer than all else. */
  private static byte[] head(Path jpeg) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(jpeg))) {
      return JpegHead.of(in);
    }
  }

  /** Where the profile stands in all formats but JPEG and TIFF. */
  private static byte[] beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BEGINNING);
    }
  }

  /** Whether a part could be read; the libraries throw anything at hostile files. */
  private boolean part(Part part) {
    try {
      part.read();
      return true;
    } catch (IOException | RuntimeException unreadable) {
      problems.add(unreadable.toString());
      return false;
    }
  }

  private static SortedMap<String, String> tags(Path picture) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(picture))) {
      return PictureTags.of(in, Files.size(picture));
    }
  }

  private static SortedMap<String, String> tags(byte[] picture) throws IOException {
    return PictureTags.of(new ByteArrayInputStream(picture), picture.length);
  }

  private static void unpack(Path file, String unpacked) throws IOException {
    if (unpacked.equals(PictureReader.Unpacked.SCAN.file())) {
      TiffDecoder.unpack(file, Path.of(unpacked));
    } else if (unpacked.equals(PictureReader.Unpacked.ANIMATION.file())) {
      WebpDecoder.unpack(file, Path.of(unpacked));
    }
  }
}
