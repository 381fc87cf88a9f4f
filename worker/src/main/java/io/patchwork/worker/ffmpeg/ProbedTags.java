package io.patchwork.worker.ffmpeg;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The tags that FFprobe finds, bounded in number and length. */
final class ProbedTags {

  private static final int MAX_TAGS = 64;
  private static final int MAX_TEXT_CHARS = 500;

  private static final String TIMECODE = "timecode";

  private ProbedTags() {}

  /**
   * The tags of a file, not those of its streams. FFmpeg gives the comments of Ogg to the stream
   * that they stand in: where that is the only one, they are those of the file. The timecode of a
   * MOV stands in its streams.
   *
   * @param streams all but cover art
   */
  static SortedMap<String, String> ofFile(JsonNode format, List<JsonNode> streams) {
    SortedMap<String, String> tags = new TreeMap<>();
    collect(format.path("tags"), tags);
    if (format.path("format_name").asString("").equals("ogg") && streams.size() == 1) {
      collect(streams.getFirst().path("tags"), tags);
    }
    streams.stream()
        .map(stream -> text(stream.path("tags"), TIMECODE))
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(timecode -> tags.putIfAbsent(TIMECODE, timecode));
    return tags;
  }

  private static void collect(JsonNode source, SortedMap<String, String> tags) {
    for (Map.Entry<String, JsonNode> tag : source.properties()) {
      String name = bounded(tag.getKey().toLowerCase(Locale.ROOT));
      if (tags.size() < MAX_TAGS && !name.isBlank()) {
        tags.putIfAbsent(name, bounded(tag.getValue().asString("")));
      }
    }
  }

  /** A text; null where it is blank. */
  static @Nullable String text(JsonNode tags, String name) {
    String value = bounded(tags.path(name).asString(""));
    return value.isBlank() ? null : value;
  }

  /** The printable characters, at most {@link #MAX_TEXT_CHARS}. */
  private static String bounded(String text) {
    String printable =
        text.codePoints()
            .filter(point -> !Character.isISOControl(point) || point == '\n' || point == '\t')
            .limit(MAX_TEXT_CHARS)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return printable.substring(0, Math.min(printable.length(), MAX_TEXT_CHARS)).strip();
  }
}
