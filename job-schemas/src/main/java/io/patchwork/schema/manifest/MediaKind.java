package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kind of medium that a file is to a person. */
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
