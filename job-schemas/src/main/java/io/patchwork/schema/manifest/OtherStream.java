package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a file that is neither video nor audio of the work, or that cannot be read. It is
 * listed, never decoded or extracted.
 *
 * @param index its index in the container
 * @param codec FFmpeg's codec name, or the code of four characters of one that FFmpeg does not know
 * @param language as the container has it
 * @param name its title, or the file name of an attachment; at most 500 characters
 * @param unreadable why video or audio cannot be read; absent for other roles
 */
public record OtherStream(
    int index,
    Role role,
    String codec,
    @Nullable String language,
    @Nullable String name,
    @Nullable Unreadable unreadable) {

  /** A stream that nobody wanted to read. */
  public OtherStream(
      int index, Role role, String codec, @Nullable String language, @Nullable String name) {
    this(index, role, codec, language, name, null);
  }

  /** Why video or audio cannot be read. */
  public enum Unreadable {
    /** There is no decoder for its codec. */
    UNSUPPORTED_CODEC,
    /** It is protected against copying. */
    ENCRYPTED,
    /** It has no packets. */
    EMPTY;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What it is for. */
  public enum Role {
    /** Cover art. */
    COVER,
    SUBTITLES,
    ATTACHMENT,
    /** Location, timecode or telemetry data. */
    DATA,
    /** Video that cannot be read. */
    VIDEO,
    /** Audio that cannot be read. */
    AUDIO;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
