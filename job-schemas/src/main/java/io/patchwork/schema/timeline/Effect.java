package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;

/** Something done to an item. */
public sealed interface Effect {

  /**
   * Another speed. The item lasts as long as without it: media is shown from the start of its range
   * at this speed, whatever the range's length (OpenTimelineIO leaves that open; this is how its
   * editors read it).
   *
   * @param speed 2 is twice as fast, 0 stands still, what is negative runs backwards from the
   *     range's start
   */
  record TimeWarp(Fraction speed) implements Effect {}

  /** What it is lies in the schema's name and the effect's own. */
  record Other(String schema, String name) implements Effect {}
}
