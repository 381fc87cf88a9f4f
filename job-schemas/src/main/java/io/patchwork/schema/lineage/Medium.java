package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What of a render somebody's work is in, each accounted for on its own. */
public enum Medium {
  VIDEO,
  AUDIO,
  /** Subtitles, burnt in or beside the picture: nobody need have written any. */
  TEXT;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
