package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A medium of a render; each is accounted for on its own. */
public enum Medium {
  VIDEO,
  AUDIO,
  /** Subtitles, burnt in or selectable; gaps in them are allowed. */
  TEXT;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
