package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;

/** An effect on an item. */
public sealed interface Effect {

  /**
   * A retime. It does not change the item's duration: {@code t} after the item's start its own time
   * is {@code start + t * speed}, and in reverse {@code start + (duration - t) * |speed|}, so that
   * the range is played from its end (OpenTimelineIO leaves that open; editors read it so).
   *
   * @param speed 2 is twice as fast, 0 a freeze, below 0 reverse
   */
  record TimeWarp(Fraction speed) implements Effect {}

  /**
   * An effect that is not rendered.
   *
   * @param name as people know it, with the part of it that is lost
   */
  record Other(String name) implements Effect {}
}
