package io.patchwork.worker.still;

import java.util.regex.Pattern;

/** Which of FFmpeg's pixel formats have room for transparency. */
final class Transparency {

  private static final Pattern FORMATS =
      Pattern.compile("(rgba|bgra|argb|abgr|gbrap|yuva|ya8|ya16|pal8).*");

  private Transparency() {}

  static boolean isIn(String pixelFormat) {
    return FORMATS.matcher(pixelFormat).matches();
  }
}
