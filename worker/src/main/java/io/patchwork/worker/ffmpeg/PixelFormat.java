package io.patchwork.worker.ffmpeg;

import java.util.regex.Pattern;

/** Properties of FFmpeg's pixel formats, by their names. */
public final class PixelFormat {

  /** Formats with an alpha component, and the palette, whose colours may have one. */
  private static final Pattern ALPHA =
      Pattern.compile("(yuva|ayuv|uyva|vuya|rgba|bgra|argb|abgr|gbrap|ya8|ya16|yaf)[0-9a-z]*|pal8");

  private PixelFormat() {}

  /** Whether a format has alpha; true for a palette, whose colours are not known. */
  public static boolean hasAlpha(String name) {
    return ALPHA.matcher(name).matches();
  }
}
