package io.patchwork.worker.attribution.absence;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why something is not seen, heard or read. */
public enum Reason {
  COVERED("covered by what lies above it"),
  TRANSPARENT("transparent: its opacity or its alpha is 0"),
  MUTED("muted: its gain is 0"),
  DISABLED_ITEM("its clip is disabled"),
  DISABLED_TRACK("its track is disabled"),
  OUTSIDE_OF_FRAME("outside of the frame"),
  OUT_OF_RANGE("outside of the part of the timeline that was rendered"),
  UNDER_A_FRAME("too short: no frame falls on it"),
  SKIPPED("skipped: no frame of the film falls on it, because the render plays faster"),
  CUT_AWAY("cut away: that part is not used"),
  WITHOUT_SOUND("without sound: it stands still, or runs too fast or too slowly to be heard"),
  BEYOND_ITS_MEDIA("its clip is longer than its media"),
  NOT_IN_OUTPUT("the output has no pictures, or no sound"),
  DECLARED_ONLY("only declared as a source or an influence, not used as such"),
  NEVER_USED("never used"),
  UNKNOWN("nobody can tell why: what was kept of the render does not say it");

  private final String sentence;

  Reason(String sentence) {
    this.sentence = sentence;
  }

  /** The reason for people, without a full stop. */
  public String sentence() {
    return sentence;
  }

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
