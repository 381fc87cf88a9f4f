package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a file that is neither video nor audio of the work. It is listed, never decoded or
 * extracted.
 *
 * @param index its index in the container
 * @param codec FFmpeg's codec name
 * @param language as the container has it
 * @param name its title, or the file name of an attachment; at most 500 characters
 */
public record OtherStream(
    int index, Role role, String codec, @Nullable String language, @Nullable String name) {

  /** What it is for. */
  public enum Role {
    /** Cover art. */
    COVER,
    SUBTITLES,
    ATTACHMENT,
    /** Location, timecode or telemetry data. */
    DATA;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
