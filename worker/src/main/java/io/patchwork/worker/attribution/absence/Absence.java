package io.patchwork.worker.attribution.absence;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import org.jspecify.annotations.Nullable;

/**
 * A range in which an asset is not seen, heard or read, and why.
 *
 * @param medium null where the asset is in none
 * @param out range in the output, before zero or behind its end where that part of the timeline is
 *     not rendered; null where it has no place there
 * @param inside where it is in a render that the film uses; null for what is in the film's own
 *     timeline, or nowhere
 */
public record Absence(
    Id asset,
    @Nullable Medium medium,
    Reason reason,
    @Nullable Interval out,
    @Nullable Inside inside) {

  /**
   * A place in a render.
   *
   * @param render the asset that is the render's output
   * @param range in it, from its start
   */
  public record Inside(Id render, Interval range) {}
}
