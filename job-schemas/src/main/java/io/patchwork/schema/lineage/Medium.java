package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The two media that a render has, each accounted for on its own. */
public enum Medium {
  PICTURE,
  SOUND;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
