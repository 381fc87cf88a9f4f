package io.patchwork.worker.ffmpeg;

import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Properties of FFmpeg's pixel formats, by their names. */
public final class PixelFormat {

  /** Formats with an alpha component, and the palette, whose colours may have one. */
  private static final Pattern ALPHA =
      Pattern.compile("(yuva|ayuv|uyva|vuya|rgba|bgra|argb|abgr|gbrap|ya8|ya16|yaf)[0-9a-z]*|pal8");

  /**
   * Formats with more than eight bits a component, as in {@code gray16be} and {@code yuv420p10le}.
   */
  private static final Pattern DEEP =
      Pattern.compile(".*(9|1[0-6]|f32)(le|be)|(rgb|bgr)(48|96)(le|be)");

  private PixelFormat() {}

  /**
   * The format of a stream that FFprobe lists. It does not count the alpha of VP8 and VP9, which
   * stands beside the frames (Matroska's AlphaMode).
   */
  static String of(JsonNode stream) {
    String format = stream.path("pix_fmt").asString("unknown");
    boolean isBeside =
        Set.of("vp8", "vp9").contains(stream.path("codec_name").asString(""))
            && stream.path("tags").path("alpha_mode").asString("").equals("1");
    return isBeside && format.startsWith("yuv4") ? "yuva" + format.substring(3) : format;
  }

  /**
   * Takes alpha from the formats of the streams that FFprobe lists: their fourth byte is unused.
   */
  static void withoutAlpha(JsonNode document) {
    for (JsonNode stream : document.path("streams")) {
      if (stream instanceof ObjectNode named
          && stream.path("pix_fmt").asString("").equals("bgra")) {
        named.put("pix_fmt", "bgr0");
      }
    }
  }

  /** Whether a format has more than eight bits a component. */
  static boolean isDeep(String name) {
    return DEEP.matcher(name).matches();
  }

  /** Whether a format has alpha; true for a palette, whose colours are not known. */
  public static boolean hasAlpha(String name) {
    return ALPHA.matcher(name).matches();
  }
}
