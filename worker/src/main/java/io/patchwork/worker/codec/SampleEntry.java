package io.patchwork.worker.codec;

import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.failure.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What the sample entry of a track says of its codec (ISO/IEC 14496-12, 8.5.2). */
final class SampleEntry {

  private String codecs = "";
  private Sha256 parameterSets = Sha256.of(new byte[0]);

  /** The codecs parameter of a media type (RFC 6381); empty before an entry is read. */
  String codecs() {
    return codecs;
  }

  /** Digest of the decoder configuration; of no bytes where the codec has none. */
  Sha256 parameterSets() {
    return parameterSets;
  }

  /**
   * Reads the entries of a sample description.
   *
   * @throws IOException if one is of no codec that we write
   */
  void read(ByteBuffer entries) throws IOException {
    Mp4Boxes.each(
        entries,
        (type, content) -> {
          switch (type) {
            case "avc1" -> Mp4Boxes.each(content.slice(78, content.limit() - 78), this::avc);
            case "hvc1" -> Mp4Boxes.each(content.slice(78, content.limit() - 78), this::hevc);
            case "av01" -> Mp4Boxes.each(content.slice(78, content.limit() - 78), this::av1);
            case "vp09" -> Mp4Boxes.each(content.slice(78, content.limit() - 78), this::vp9);
            case "mp4a" -> codecs = "mp4a.40.2";
            case "Opus" -> codecs = "opus";
            case "fLaC" -> codecs = "flac";
            case "apcn", "apch", "apcs", "apco", "ap4h", "AVdh", "FFV1" -> codecs = type;
            default -> throw new UnexpectedContent("unknown sample entry " + type);
          }
        });
  }

  private void digest(ByteBuffer content) {
    byte[] sets = new byte[content.limit()];
    content.get(0, sets);
    parameterSets = Sha256.of(sets);
  }

  private void avc(String type, ByteBuffer content) {
    if (type.equals("avcC")) {
      digest(content);
      byte[] profile = new byte[3];
      content.get(1, profile);
      codecs = "avc1." + HexFormat.of().formatHex(profile);
    }
  }

  /** ISO/IEC 14496-15, annex E. */
  private void hevc(String type, ByteBuffer content) {
    if (!type.equals("hvcC")) {
      return;
    }
    digest(content);
    int first = content.get(1);
    StringBuilder text = new StringBuilder("hvc1.");
    text.append(List.of("", "A", "B", "C").get(first >> 6 & 3)).append(first & 31).append('.');
    text.append(Integer.toHexString(Integer.reverse(content.getInt(2)))).append('.');
    text.append((first & 32) == 0 ? 'L' : 'H').append(content.get(12) & 0xff);
    int last = 6;
    for (int i = 0; i < 6; i++) {
      last = content.get(6 + i) == 0 ? last : 7 + i;
    }
    for (int i = 6; i < last; i++) {
      text.append('.').append(Integer.toHexString(content.get(i) & 0xff));
    }
    codecs = text.toString();
  }

  /** AV1 Codec ISO Media File Format Binding, section 5. */
  private void av1(String type, ByteBuffer content) {
    if (type.equals("av1C")) {
      digest(content);
      int second = content.get(1) & 0xff;
      int third = content.get(2) & 0xff;
      codecs =
          String.format(
              Locale.ROOT,
              "av01.%d.%02d%s.%s",
              second >> 5,
              second & 31,
              (third & 128) == 0 ? "M" : "H",
              (third & 64) == 0 ? "08" : "10");
    }
  }

  /** VP Codec ISO Media File Format Binding, section "Codecs Parameter String". */
  private void vp9(String type, ByteBuffer content) {
    if (type.equals("vpcC")) {
      digest(content);
      codecs =
          String.format(
              Locale.ROOT,
              "vp09.%02d.%02d.%02d",
              content.get(4) & 0xff,
              content.get(5) & 0xff,
              (content.get(6) & 0xff) >> 4);
    }
  }
}
