package io.patchwork.worker.ffmpeg;

import java.util.Locale;

/** Media types of ISO base media files by their major brand (ISO/IEC 14496-12, 4.3). */
final class IsoBrand {

  private IsoBrand() {}

  /**
   * The media type of a file.
   *
   * @param brand the major brand; blank in a QuickTime file that has none
   */
  static String mediaType(String brand, boolean hasVideo) {
    String name = brand.strip().toLowerCase(Locale.ROOT);
    String kind = hasVideo ? "video/" : "audio/";
    if (name.isEmpty() || name.equals("qt")) {
      return "video/quicktime";
    }
    if (name.startsWith("3g2")) {
      return kind + "3gpp2";
    }
    if (name.startsWith("3g")) {
      return kind + "3gpp";
    }
    return name.startsWith("m4v") && hasVideo ? "video/x-m4v" : kind + "mp4";
  }
}
