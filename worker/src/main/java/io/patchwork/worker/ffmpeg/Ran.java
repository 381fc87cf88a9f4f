package io.patchwork.worker.ffmpeg;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pass that ended by itself left.
 *
 * @param failed outputs that are missing, empty, or were not understood
 * @param complaining the parts of FFmpeg that found fault with something, by the names that it
 *     gives them: {@code h264}, {@code in#0/matroska}
 */
public record Ran(Set<String> failed, Set<String> complaining) {

  private static final Pattern CONTEXT =
      Pattern.compile("^\\[([^\\]@]{1,80}) @ 0x[0-9a-f]+\\]", Pattern.MULTILINE);

  public Ran {
    failed = Set.copyOf(failed);
    complaining = Set.copyOf(complaining);
  }

  static Ran of(Set<String> failed, String errors) {
    Set<String> complaining = new LinkedHashSet<>();
    Matcher context = CONTEXT.matcher(errors);
    while (context.find()) {
      complaining.add(context.group(1));
    }
    return new Ran(failed, complaining);
  }

  /** Whether a decoder of {@code codec}, or what feeds it, found fault with its packets. */
  public boolean hasDamaged(String codec) {
    return complaining.stream()
        .anyMatch(name -> !name.startsWith("in#") && !isOfOutput(name) && name.contains(codec));
  }

  /** Whether the demuxer found fault with the file. */
  public boolean hasDamaged(Demuxer demuxer) {
    return complaining.stream()
        .anyMatch(name -> name.startsWith("in#") || name.startsWith(demuxer.format() + ","));
  }

  private static boolean isOfOutput(String name) {
    return name.contains("ost#") || name.startsWith("out#") || name.startsWith("enc:");
  }
}
