package io.patchwork.worker.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The PIDs of an MPEG transport stream most of whose packets say that they are scrambled (ISO/IEC
 * 13818-1, 2.4.3.2), in the first {@value #HEAD} bytes: FFmpeg drops such packets.
 */
final class ScrambledPids {

  private static final int HEAD = 8 << 20;
  private static final int SYNC = 0x47;
  private static final int PACKET = 188;

  /** Bytes of the time code before each packet of an M2TS. */
  private static final int TIME_CODE = 4;

  private ScrambledPids() {}

  static Set<Integer> of(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    int offset = head.length > 0 && head[0] == SYNC ? 0 : TIME_CODE;
    Map<Integer, Integer> surplus = new HashMap<>();
    for (int at = offset; at + TIME_CODE <= head.length; at += PACKET + offset) {
      boolean isScrambled = (head[at + 3] & 0x80) != 0;
      int pid = ((head[at + 1] & 0x1f) << 8) | (head[at + 2] & 0xff);
      if (head[at] == SYNC) {
        surplus.merge(pid, isScrambled ? 1 : -1, Integer::sum);
      }
    }
    return surplus.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
