package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a contribution is to a person who looks at it or listens to it. */
public enum MediaKind {
  VIDEO,
  AUDIO,
  IMAGE,
  /** Text, laid out or plain. */
  DOCUMENT;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
