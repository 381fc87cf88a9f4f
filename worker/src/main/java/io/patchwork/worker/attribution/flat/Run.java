package io.patchwork.worker.attribution.flat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.Fraction;
import java.util.List;

/**
 * A range without a gap in which an asset is seen, heard or read.
 *
 * @param content of the asset
 * @param seconds share of the frame, or of what is heard, added up over the range; of words the
 *     range's length
 * @param through the renders of the film's own timeline that it came through; none for one of the
 *     timeline's own assets
 * @param isRender whether the asset is a render that something came through, so that it is its
 *     makers' part beside that of those who are in it
 */
public record Run(
    Medium medium,
    AssetContent content,
    Interval out,
    Fraction seconds,
    List<Id> through,
    boolean isRender) {

  public Run {
    through = List.copyOf(through);
  }

  public Id asset() {
    return content.asset();
  }

  /** The mean share of the frame, or of what is heard, 0 to 1. */
  public Fraction share() {
    return seconds.dividedBy(out.length().seconds());
  }
}
