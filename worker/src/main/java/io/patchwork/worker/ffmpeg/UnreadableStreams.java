package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.OtherStream;
import io.patchwork.schema.manifest.OtherStream.Role;
import io.patchwork.schema.manifest.OtherStream.Unreadable;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Why a stream cannot be read though nothing is damaged: no decoder for its codec, protection
 * against copying, or nothing in it; and when a file is refused for it.
 */
final class UnreadableStreams {

  /**
   * Sample entries of protected tracks: Common Encryption without its original format (ISO/IEC
   * 14496-12, 8.12), Apple's FairPlay, Audible.
   */
  private static final Set<String> PROTECTED = Set.of("encv", "enca", "drmi", "drms", "aavd");

  /** FFmpeg's tag of a Matroska track whose ContentEncoding is an encryption. */
  private static final String MATROSKA_KEY = "enc_key_id";

  /** What FFmpeg says of a picture with more pixels than {@link Input} allows. */
  private static final Pattern TOO_LARGE =
      Pattern.compile(
          "Picture size ([0-9]{1,10})x([0-9]{1,10}) (is invalid|exceeds specified max pixel count)");

  private static final Pattern NOT_ALLOWED =
      Pattern.compile("Codec \\(([a-z0-9_]{1,32})\\) not on whitelist");

  private UnreadableStreams() {}

  /** Why a stream of video or audio cannot be read, as far as its header tells. */
  static Optional<Unreadable> why(JsonNode stream) {
    if (PROTECTED.contains(stream.path("codec_tag_string").asString(""))
        || stream.path("tags").has(MATROSKA_KEY)) {
      return Optional.of(Unreadable.ENCRYPTED);
    }
    return Input.decodes(stream.path("codec_name").asString(""))
        ? Optional.empty()
        : Optional.of(Unreadable.UNSUPPORTED_CODEC);
  }

  /**
   * Refuses a file of which nothing can be read, or all of whose pictures or sounds are protected:
   * half of a protected film is not the work that was sent.
   *
   * @param unreadable its video and audio that cannot be read
   * @param declared duration that its header declares
   */
  static void check(
      List<OtherStream> unreadable,
      boolean hasVideo,
      boolean hasAudio,
      Optional<RationalTime> declared,
      String mediaType)
      throws BadMedia {
    boolean isProtected =
        unreadable.stream()
            .filter(each -> each.unreadable() == Unreadable.ENCRYPTED)
            .anyMatch(each -> each.role() == Role.VIDEO ? !hasVideo : !hasAudio);
    if (isProtected) {
      throw new BadMedia(
          FailureCode.ENCRYPTED,
          "The file is protected against copying (encrypted); send a copy without copy protection.",
          mediaType + " with protected streams");
    }
    if (hasVideo || hasAudio) {
      return;
    }
    if (unreadable.isEmpty()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "No picture or sound in this file can be decoded; export it again in another format.",
          mediaType + " without a usable stream");
    }
    List<OtherStream> filled =
        unreadable.stream().filter(each -> each.unreadable() != Unreadable.EMPTY).toList();
    if (filled.isEmpty()) {
      throw empty(declared, mediaType);
    }
    throw unsupported(
        filled.stream()
            .map(each -> CodecNames.of(each.codec()))
            .distinct()
            .collect(Collectors.joining(" and ")),
        CodecNames.instead(filled),
        mediaType + " with unsupported codecs");
  }

  /**
   * Refuses a file whose pictures have more pixels than are decoded.
   *
   * @param messages what FFprobe said of a file in which it saw nothing that can be read
   */
  static void checkSize(CharSequence messages) throws Refused {
    Matcher size = TOO_LARGE.matcher(messages);
    if (size.find()) {
      throw new Refused(
          FailureCode.TOO_LARGE,
          "The picture is "
              + size.group(1)
              + " × "
              + size.group(2)
              + " pixels large; at most "
              + Input.MAX_PIXELS / 1_000_000
              + " million pixels can be taken. Export it smaller.");
    }
  }

  /**
   * FFmpeg's names of the decoders that {@link Input} does not allow, as FFprobe complained of
   * them.
   */
  static Set<String> notAllowed(String errors) {
    return NOT_ALLOWED
        .matcher(errors)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toSet());
  }

  /** A file whose streams have no packets: whole, or cut short before the first. */
  private static BadMedia empty(Optional<RationalTime> declared, String mediaType) {
    String detail = mediaType + " without packets";
    return declared.filter(length -> length.compareTo(RationalTime.ZERO) > 0).isPresent()
        ? new BadMedia(
            FailureCode.UNDECODABLE,
            "The file was cut short before its first picture or sound; upload it again.",
            detail)
        : new BadMedia(
            FailureCode.EMPTY_FILE,
            "The tracks of this file are empty: it holds no picture and no sound; record or export it"
                + " again.",
            detail);
  }

  private static BadMedia unsupported(String codecs, String instead, @Nullable String detail) {
    return new BadMedia(
        FailureCode.UNSUPPORTED_FORMAT,
        "The file is coded as "
            + codecs
            + ", which cannot be read here; export it with "
            + instead
            + ".",
        detail);
  }
}
