package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an asset in a stretch of the output.
 *
 * @param layer 0 at the bottom
 * @param out where in the output
 * @param source where in the asset, from its first frame or sample; equal ends are a freeze or a
 *     still, and what runs backwards ends before it begins
 * @param box where in the frame; absent for sound
 * @param weight factors whose product is opacity of picture or linear gain of sound; none is 1
 * @param visible share of the frame that is seen of it, on average over the stretch: opacity
 *     counts, and what covers it does; 1 for sound
 * @param method {@code rendered}: known because we rendered it
 */
public record Use(
    Medium medium,
    int layer,
    Interval out,
    Id asset,
    Sha256 sha256,
    Interval source,
    @Nullable Box box,
    List<Ramp> weight,
    Fraction visible,
    String method) {

  public static final String RENDERED = "rendered";

  public Use {
    weight = List.copyOf(weight);
  }

  /** Whether any of it is there to be seen or heard. */
  public boolean isPresent() {
    return visible.signum() > 0
        && weight.stream().allMatch(ramp -> ramp.start().signum() > 0 || ramp.end().signum() > 0);
  }
}
