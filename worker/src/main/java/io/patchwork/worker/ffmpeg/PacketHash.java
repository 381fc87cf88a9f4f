package io.patchwork.worker.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The digest of a packet's data as FFprobe writes it. */
final class PacketHash {

  private static final String ALGORITHM = "SHA256";

  /** Makes FFprobe write it, in a field of its own behind those that are named before. */
  static final List<String> OPTIONS = List.of("-show_data_hash", ALGORITHM);

  private PacketHash() {}

  /** The hexadecimal digits of a field. */
  static byte[] of(String field) {
    return field.substring(field.indexOf(':') + 1).getBytes(StandardCharsets.US_ASCII);
  }
}
