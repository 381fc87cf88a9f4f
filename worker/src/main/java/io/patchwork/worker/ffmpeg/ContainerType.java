package io.patchwork.worker.ffmpeg;

import java.util.Locale;

/** Media types of files, which depend on what containers hold beside their magic bytes. */
final class ContainerType {

  private ContainerType() {}

  /**
   * The media type of a file.
   *
   * @param magic by its first bytes
   * @param brand its major brand, where it is an ISO base media file (ISO/IEC 14496-12, 4.3); blank
   *     in a QuickTime file that has none
   */
  static String of(Demuxer demuxer, String magic, String brand, boolean hasVideo) {
    String kind = hasVideo ? "video/" : "audio/";
    if (demuxer == Demuxer.MOV) {
      return iso(brand.strip().toLowerCase(Locale.ROOT), kind);
    }
    if (demuxer == Demuxer.MATROSKA) {
      // RFC 9559, 27.3
      return kind + (magic.endsWith("/webm") ? "webm" : "x-matroska");
    }
    if (demuxer == Demuxer.ASF) {
      return hasVideo ? "video/x-ms-wmv" : "audio/x-ms-wma";
    }
    // RFC 5334
    return demuxer == Demuxer.OGG ? kind + "ogg" : magic;
  }

  private static String iso(String brand, String kind) {
    if (brand.isEmpty() || brand.equals("qt")) {
      return "video/quicktime";
    }
    if (brand.startsWith("3g2")) {
      return kind + "3gpp2";
    }
    if (brand.startsWith("3g")) {
      return kind + "3gpp";
    }
    return brand.startsWith("m4v") && kind.equals("video/") ? "video/x-m4v" : kind + "mp4";
  }
}
