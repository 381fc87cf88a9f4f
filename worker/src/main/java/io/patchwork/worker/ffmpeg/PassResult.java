package io.patchwork.worker.ffmpeg;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a pass that ended by itself left.
 *
 * @param failed outputs that are missing, empty, or were not understood
 * @param damagedInputs the parts of FFmpeg that found fault with something, by the names that it
 *     gives them: {@code h264}, {@code in#0/matroska}
 */
public record PassResult(Set<String> failed, Set<String> damagedInputs) {

  private static final Pattern CONTEXT = Pattern.compile("^\\[([^\\]@]{1,80}) @ 0x[0-9a-f]+\\]");

  /** What decoders say of pictures that others refer to and that they do not have. */
  private static final Pattern MISSED =
      Pattern.compile(
          "unref short failure|reference picture missing|Missing reference picture"
              + "|co located POCs unavailable|Could not find ref with POC"
              + "|warning: first frame is no keyframe|Not all references are available"
              + "|Requested reference \\d+ not available|number of reference frames");

  public PassResult {
    failed = Set.copyOf(failed);
    damagedInputs = Set.copyOf(damagedInputs);
  }

  /**
   * Of what FFmpeg said.
   *
   * @param isEntered whether decoding did not begin at the source's beginning: then a decoder may
   *     miss pictures that lie before, and that it misses some is taken for that
   */
  static PassResult of(Set<String> failed, String errors, boolean isEntered) {
    Set<String> damagedInputs =
        errors
            .lines()
            .filter(line -> !isEntered || !MISSED.matcher(line).find())
            .map(CONTEXT::matcher)
            .filter(Matcher::find)
            .map(context -> context.group(1))
            .collect(Collectors.toSet());
    return new PassResult(failed, damagedInputs);
  }

  /** Whether a decoder of {@code codec}, or what feeds it, found fault with its packets. */
  public boolean hasDamaged(String codec) {
    return damagedInputs.stream()
        .anyMatch(name -> !name.startsWith("in#") && !isOfOutput(name) && name.contains(codec));
  }

  /** Whether the demuxer found fault with the file. */
  public boolean hasDamaged(Demuxer demuxer) {
    return damagedInputs.stream()
        .anyMatch(name -> name.startsWith("in#") || name.startsWith(demuxer.format() + ","));
  }

  private static boolean isOfOutput(String name) {
    return name.contains("ost#") || name.startsWith("out#") || name.startsWith("enc:");
  }
}
