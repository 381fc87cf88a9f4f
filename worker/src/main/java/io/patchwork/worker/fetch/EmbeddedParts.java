package io.patchwork.worker.fetch;

import io.patchwork.schema.manifest.EmbeddedPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what a photo holds beside its picture, by the marks that cameras set: XMP of Google's
 * Motion Photo 1.0 and Ultra HDR 1.1, Samsung's trailer, and the names of gain maps of Apple and
 * ISO 21496-1.
 */
final class EmbeddedParts {

  private static final Set<String> PHOTOS =
      Set.of("image/jpeg", "image/heic", "image/heif", "image/avif");

  /** Bytes that are searched at once. */
  private static final int WINDOW = 1 << 20;

  /** Bytes of a window that are searched again with the next: longer than any mark. */
  private static final int OVERLAP = 64;

  private static final Pattern MOTION =
      Pattern.compile("Camera:(MotionPhoto|MicroVideo)(=[\"']|>)\\s*1\\b|MotionPhoto_Data");

  private static final List<String> GAIN_MAP_MARKS =
      List.of(
          "hdrgm:Version",
          "urn:iso:std:iso:ts:21496:-1",
          "urn:com:apple:photo:2020:aux:hdrgainmap",
          "http://ns.apple.com/HDRGainMap/");

  private EmbeddedParts() {}

  static List<EmbeddedPart> of(Path file, String mediaType) throws IOException {
    if (!PHOTOS.contains(mediaType)) {
      return List.of();
    }
    Set<EmbeddedPart> parts = EnumSet.noneOf(EmbeddedPart.class);
    try (InputStream in = Files.newInputStream(file)) {
      String carried = "";
      byte[] bytes = in.readNBytes(WINDOW);
      while (bytes.length > 0) {
        String window = carried + new String(bytes, StandardCharsets.ISO_8859_1);
        if (MOTION.matcher(window).find()) {
          parts.add(EmbeddedPart.MOTION);
        }
        if (GAIN_MAP_MARKS.stream().anyMatch(window::contains)) {
          parts.add(EmbeddedPart.GAIN_MAP);
        }
        carried = window.substring(Math.max(0, window.length() - OVERLAP));
        bytes = in.readNBytes(WINDOW);
      }
    }
    return List.copyOf(parts);
  }
}
