package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.OtherStream;
import java.util.List;
import java.util.Map;

/** Names for people of codecs that cannot be read here, and what to send instead. */
public final class CodecNames {

  /** By FFmpeg's name, or by the code of four characters of what FFmpeg does not know. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("ac4", "AC-4"),
          Map.entry("ac-4", "AC-4"),
          Map.entry("mpegh_3d_audio", "MPEG-H 3D Audio"),
          Map.entry("mha1", "MPEG-H 3D Audio"),
          Map.entry("mha2", "MPEG-H 3D Audio"),
          Map.entry("mhm1", "MPEG-H 3D Audio"),
          Map.entry("mhm2", "MPEG-H 3D Audio"),
          Map.entry("apac", "Apple Positional Audio (APAC)"),
          Map.entry("iamf", "IAMF"),
          Map.entry("usac", "xHE-AAC"),
          Map.entry("vvc", "H.266 (VVC)"),
          Map.entry("evc", "EVC"),
          Map.entry("evc1", "EVC"),
          Map.entry("lcevc", "LCEVC"),
          Map.entry("lvc1", "LCEVC"),
          Map.entry("avs2", "AVS2"),
          Map.entry("avs3", "AVS3"),
          Map.entry("apv", "APV"),
          Map.entry("prores_raw", "ProRes RAW"),
          Map.entry("CRAW", "Canon RAW"),
          Map.entry("jpegxs", "JPEG XS"),
          Map.entry("jxsm", "JPEG XS"),
          Map.entry("dnxuc", "uncompressed DNx"));

  private CodecNames() {}

  /** The name of a codec; its code, where it has no other. */
  public static String of(String codec) {
    return NAMES.getOrDefault(codec, codec.equals("unknown") ? "an unknown codec" : codec);
  }

  /**
   * The codecs to export such streams with; those of a film, where it is not known what they are.
   */
  public static String instead(List<OtherStream> unreadable) {
    boolean hasVideo = unreadable.stream().anyMatch(each -> each.role() == OtherStream.Role.VIDEO);
    boolean hasAudio = unreadable.stream().anyMatch(each -> each.role() == OtherStream.Role.AUDIO);
    return hasVideo == hasAudio ? "H.264 and AAC" : hasVideo ? "H.264 or HEVC" : "AAC or FLAC";
  }
}
