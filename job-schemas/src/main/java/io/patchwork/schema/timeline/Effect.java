package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;

/** An effect on an item. */
public sealed interface Effect {

  /**
   * A retime. It does not change the item's duration: media plays at this speed from the start of
   * the item's range (OpenTimelineIO leaves that open; editors read it so).
   *
   * @param speed 2 is twice as fast, 0 a freeze, below 0 reverse from the range's start
   */
  record TimeWarp(Fraction speed) implements Effect {}

  /** An effect that is not rendered, by its schema and name. */
  record Other(String schema, String name) implements Effect {}
}
