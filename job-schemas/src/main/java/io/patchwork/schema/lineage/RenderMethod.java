package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How it is known that a render is in an asset. */
public enum RenderMethod {
  /** The asset is the file that was rendered. */
  FILE,
  /** Its coded packets are those that were rendered, in another file. */
  PACKETS,
  /** Its contributors declared it. */
  DECLARED;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
