package io.patchwork.worker.composition;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.RationalTime;
import org.jspecify.annotations.Nullable;

/**
 * A range in which a clip would play its asset, and whether it does.
 *
 * @param clip its name
 * @param out range in the output; before zero or behind the end where that part is not rendered
 * @param source range in the asset, from its first frame or sample, from the range's start to its
 *     end; backwards in reverse, and a point for a freeze
 * @param mediaLength how long the asset's sound is; null for what is no sound, and where nobody
 *     knows
 */
public record ClipPlace(
    Medium medium,
    Id asset,
    String clip,
    Interval out,
    Interval source,
    State state,
    @Nullable RationalTime mediaLength) {

  /** Whether a clip plays, or why it does not. */
  public enum State {
    PLAYED,
    DISABLED_ITEM,
    DISABLED_TRACK,
    /** The timeline that it is nested in is cut before or behind it. */
    CUT_AWAY,
    /** Another part of the timeline is rendered. */
    OUT_OF_RANGE,
    /** It lasts less than half a frame, so no frame shows it. */
    UNDER_A_FRAME,
    /** The output has no pictures, or no sound. */
    NOT_IN_OUTPUT,
    /** It stands still, or runs too fast or too slowly to be heard. */
    WITHOUT_SOUND
  }
}
