package io.patchwork.worker.fetch;

import io.patchwork.schema.manifest.EmbeddedPart;
import io.patchwork.worker.sandboxedjvm.BytePattern;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  private static final List<BytePattern> MOTION_NAMES =
      List.of(new BytePattern("Camera:MotionPhoto"), new BytePattern("Camera:MicroVideo"));

  /** The name with its value, as attribute or element. */
  private static final Pattern IS_MOTION = Pattern.compile("Camera:\\w+(=[\"']|>)\\s*1\\b");

  private static final BytePattern SAMSUNG_MOTION = new BytePattern("MotionPhoto_Data");

  private static final List<BytePattern> GAIN_MAPS =
      List.of(
          new BytePattern("hdrgm:Version"),
          new BytePattern("urn:iso:std:iso:ts:21496:-1"),
          new BytePattern("urn:com:apple:photo:2020:aux:hdrgainmap"),
          new BytePattern("http://ns.apple.com/HDRGainMap/"));

  private EmbeddedParts() {}

  static List<EmbeddedPart> of(Path file, String mediaType) throws IOException {
    if (!PHOTOS.contains(mediaType)) {
      return List.of();
    }
    Set<EmbeddedPart> parts = EnumSet.noneOf(EmbeddedPart.class);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] carried = {};
      byte[] bytes = in.readNBytes(WINDOW);
      while (bytes.length > 0) {
        byte[] window = Arrays.copyOf(carried, carried.length + bytes.length);
        System.arraycopy(bytes, 0, window, carried.length, bytes.length);
        if (SAMSUNG_MOTION.isIn(window)
            || MOTION_NAMES.stream().anyMatch(name -> isMotion(window, name))) {
          parts.add(EmbeddedPart.MOTION);
        }
        if (GAIN_MAPS.stream().anyMatch(mark -> mark.isIn(window))) {
          parts.add(EmbeddedPart.GAIN_MAP);
        }
        carried = Arrays.copyOfRange(window, Math.max(0, window.length - OVERLAP), window.length);
        bytes = in.readNBytes(WINDOW);
      }
    }
    return List.copyOf(parts);
  }

  private static boolean isMotion(byte[] window, BytePattern name) {
    for (int at = name.find(window, 0); at >= 0; at = name.find(window, at + 1)) {
      int length = Math.min(OVERLAP, window.length - at);
      String property = new String(window, at, length, StandardCharsets.ISO_8859_1);
      if (IS_MOTION.matcher(property).lookingAt()) {
        return true;
      }
    }
    return false;
  }
}
