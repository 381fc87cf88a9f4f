package io.patchwork.schema.proposal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the seconds of an asset are counted. */
public enum Metric {
  /** The union of the intervals in which the asset is seen, heard or read. */
  PRESENCE,
  /** Each instant is divided equally among the assets that are present. */
  EQUAL_SPLIT,
  /** The part of the frame that shows the asset, integrated over time. */
  SCREEN_SECONDS,
  /** Each instant is divided by linear gain. */
  AMPLITUDE,
  /** Each instant is divided by the square of linear gain. */
  POWER;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
