package io.patchwork.worker.ffmpeg;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The result of a pass that was not killed.
 *
 * @param failed outputs that are missing, empty, or whose pipe reader failed
 * @param damagedInputs the components of FFmpeg that reported errors, by FFmpeg's names: {@code
 *     h264}, {@code in#0/matroska}
 */
public record PassResult(Set<String> failed, Set<String> damagedInputs) {

  private static final Pattern CONTEXT = Pattern.compile("^\\[([^\\]@]{1,80}) @ 0x[0-9a-f]+\\]");

  /** Decoders' messages about missing reference frames. */
  private static final Pattern MISSING_REFERENCE =
      Pattern.compile(
          "unref short failure|reference picture missing|Missing reference picture"
              + "|co located POCs unavailable|Could not find ref with POC"
              + "|warning: first frame is no keyframe|Not all references are available"
              + "|Requested reference \\d+ not available|number of reference frames");

  /**
   * Messages that concern no picture and no sound: what lies between the frames of an MP3, behind
   * the end of a PNG, or after the last whole sample of a WAV, and tags and colour profiles that
   * FFmpeg cannot read.
   */
  private static final Pattern ASIDE =
      Pattern.compile(
          "^\\[mp3(float)? @ 0x[0-9a-f]+\\] Header missing"
              + "|^\\[png @ 0x[0-9a-f]+\\] Invalid PNG signature"
              + "|^\\[pcm_\\w+ @ 0x[0-9a-f]+\\] Invalid PCM packet"
              + "|\\b(EXIF|eXIf|ICC|iCCP|cICP)\\b");

  /** What follows a message of these decoders. What is damaged has a message of its own besides. */
  private static final Pattern AFTER_ASIDE =
      Pattern.compile(
          "^\\[[av]ist#[0-9:]+/(mp3|png|pcm_\\w+) @ .*"
              + "(Error submitting packet to decoder|Decoding error)");

  public PassResult {
    failed = Set.copyOf(failed);
    damagedInputs = Set.copyOf(damagedInputs);
  }

  /**
   * Parses FFmpeg's error output.
   *
   * @param isEntered whether decoding began in the middle of the source: then references may lie
   *     before the start, and messages about missing ones are ignored
   */
  static PassResult of(Set<String> failed, String errors, boolean isEntered) {
    boolean hasAside = errors.lines().anyMatch(line -> ASIDE.matcher(line).find());
    Set<String> damagedInputs =
        errors
            .lines()
            .filter(line -> !ASIDE.matcher(line).find())
            .filter(line -> !hasAside || !AFTER_ASIDE.matcher(line).find())
            .filter(line -> !isEntered || !MISSING_REFERENCE.matcher(line).find())
            .map(CONTEXT::matcher)
            .filter(Matcher::find)
            .map(context -> context.group(1))
            .collect(Collectors.toSet());
    return new PassResult(failed, damagedInputs);
  }

  /** Whether a decoder of {@code codec}, or its parser, reported an error. */
  public boolean hasDamaged(String codec) {
    return damagedInputs.stream()
        .anyMatch(name -> !name.startsWith("in#") && !isOfOutput(name) && name.contains(codec));
  }

  /** Whether the demuxer reported an error. */
  public boolean hasDamaged(Demuxer demuxer) {
    return damagedInputs.stream()
        .anyMatch(name -> name.startsWith("in#") || name.startsWith(demuxer.format() + ","));
  }

  private static boolean isOfOutput(String name) {
    return name.contains("ost#") || name.startsWith("out#") || name.startsWith("enc:");
  }
}
