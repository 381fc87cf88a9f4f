package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a stream of a file is for, as its container says it; by FFmpeg's names. */
public enum Disposition {
  DEFAULT,
  DUB,
  ORIGINAL,
  COMMENT,
  LYRICS,
  KARAOKE,
  FORCED,
  HEARING_IMPAIRED,
  VISUAL_IMPAIRED,
  CLEAN_EFFECTS,
  ATTACHED_PIC,
  TIMED_THUMBNAILS,
  NON_DIEGETIC,
  CAPTIONS,
  DESCRIPTIONS,
  METADATA,
  DEPENDENT,
  STILL_IMAGE,
  MULTILAYER;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The disposition of a name; empty for one that is not known. */
  public static Optional<Disposition> named(String name) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(name)).findFirst();
  }
}
