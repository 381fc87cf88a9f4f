package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.OtherStream;
import io.patchwork.schema.manifest.OtherStream.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The streams that are listed and never decoded. */
final class ListedStream {

  private ListedStream() {}

  /**
   * A stream as it is listed; empty for video and audio that can be read.
   *
   * @param unreadable why video or audio cannot be read
   */
  static Optional<OtherStream> of(
      JsonNode stream, boolean isCover, OtherStream.@Nullable Unreadable unreadable) {
    @Nullable Role role =
        isCover
            ? Role.COVER
            : switch (stream.path("codec_type").asString("")) {
              case "subtitle" -> Role.SUBTITLES;
              case "attachment" -> Role.ATTACHMENT;
              case "data" -> Role.DATA;
              case "video" -> unreadable == null ? null : Role.VIDEO;
              case "audio" -> unreadable == null ? null : Role.AUDIO;
              default -> null;
            };
    if (role == null) {
      return Optional.empty();
    }
    JsonNode tags = stream.path("tags");
    return Optional.of(
        new OtherStream(
            stream.path("index").asInt(),
            role,
            codec(stream),
            ProbedTags.text(tags, "language"),
            tags.has("filename")
                ? ProbedTags.text(tags, "filename")
                : StreamLabels.of(stream).title(),
            role == Role.VIDEO || role == Role.AUDIO ? unreadable : null));
  }

  /** FFmpeg's name of the codec, else the code of four characters in the container. */
  private static String codec(JsonNode stream) {
    String name = stream.path("codec_name").asString("");
    String tag = stream.path("codec_tag_string").asString("");
    boolean isNamed = !name.isEmpty() && !name.equals("bin_data");
    return isNamed || !tag.matches("[A-Za-z0-9][A-Za-z0-9 _-]{2,3}")
        ? name.isEmpty() ? "unknown" : name
        : tag.strip();
  }
}
