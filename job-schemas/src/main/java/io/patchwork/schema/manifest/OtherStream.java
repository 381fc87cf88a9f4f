package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something in a file beside its picture and its sound. It is listed, never taken out.
 *
 * @param index its index in the container
 * @param codec FFmpeg's name of its format
 * @param language as the container names it
 * @param name its title, or the file name of an attachment; at most 500 characters
 */
public record OtherStream(
    int index, Role role, String codec, @Nullable String language, @Nullable String name) {

  /** What it is for. */
  public enum Role {
    /** A picture that stands for a sound or a film, as on its sleeve. */
    COVER,
    SUBTITLES,
    ATTACHMENT,
    /** Positions, timecode, telemetry. */
    DATA;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
