package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that a pass decodes, once.
 *
 * @param file its name in the job's {@code in} folder, made by us
 * @param from decoding may begin at the last key frame before this time of the container's clock;
 *     timestamps stay those of the file
 */
public record Input(String file, Demuxer demuxer, RationalTime from) {

  private static final List<String> GUARDS =
      List.of(
          "-protocol_whitelist", "file,pipe,fd",
          "-max_pixels", "134217728",
          "-max_streams", "64",
          "-probesize", "50M",
          "-analyzeduration", "30M");

  public static Input whole(String file, Demuxer demuxer) {
    return new Input(file, demuxer, RationalTime.ZERO);
  }

  /** Everything that FFmpeg and FFprobe are told before they may look at a foreign file. */
  static List<String> guards(Demuxer demuxer) {
    List<String> arguments = new ArrayList<>(GUARDS);
    arguments.addAll(List.of("-format_whitelist", demuxer.whitelist(), "-f", demuxer.format()));
    if (demuxer == Demuxer.CONCAT) {
      arguments.addAll(List.of("-safe", "0"));
    }
    return arguments;
  }

  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (from.compareTo(RationalTime.ZERO) > 0) {
      arguments.addAll(
          List.of("-noaccurate_seek", "-seek_timestamp", "1", "-ss", from.toDecimalString()));
    }
    arguments.addAll(guards(demuxer));
    arguments.addAll(List.of("-i", "file:../in/" + file));
    return arguments;
  }
}
