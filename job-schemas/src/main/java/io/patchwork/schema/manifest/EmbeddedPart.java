package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a photo holds beside its picture. */
public enum EmbeddedPart {
  /** The short film of a motion photo. */
  MOTION,
  /** A map of gains that makes the picture HDR (Ultra HDR, ISO 21496-1, Apple). */
  GAIN_MAP;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
