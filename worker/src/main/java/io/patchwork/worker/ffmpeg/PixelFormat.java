package io.patchwork.worker.ffmpeg;

import java.util.regex.Pattern;

/** What FFmpeg's names of pixel formats say. */
public final class PixelFormat {

  /** With a fourth component, or a second beside grey; and a palette, whose colours may have it. */
  private static final Pattern ALPHA =
      Pattern.compile("(yuva|ayuv|uyva|vuya|rgba|bgra|argb|abgr|gbrap|ya8|ya16|yaf)[0-9a-z]*|pal8");

  private PixelFormat() {}

  /** Whether something may be seen through a picture: what is in a palette, nobody knows. */
  public static boolean hasAlpha(String name) {
    return ALPHA.matcher(name).matches();
  }
}
