package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A use of a range of an asset in a range of the output.
 *
 * @param layer 0 at the bottom
 * @param out range in the output
 * @param source range in the asset, from its first frame or sample; equal ends for a freeze or a
 *     still, and in reverse the end lies before the start
 * @param box in the frame; absent for audio and text
 * @param weight factors whose product is the opacity of video or the linear gain of audio; none for
 *     1
 * @param visible average share of the frame in which it is visible, 0 to 1, less what opacity and
 *     layers above take; 1 for audio, 0 where its gain is 0
 * @param method {@code rendered}: known because we rendered it; {@code measured}: its alpha was
 *     measured; {@code assumed}: it has alpha that nobody measured, so that layers below share its
 *     box evenly with it
 * @param alpha the measurement; absent where there is none
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
    String method,
    @Nullable MeasuredAlpha alpha) {

  public static final String RENDERED = "rendered";
  public static final String MEASURED = "measured";
  public static final String ASSUMED = "assumed";

  public Use {
    weight = List.copyOf(weight);
  }

  /** The same use up to a later end. */
  public Use until(RationalTime outEnd, RationalTime sourceEnd) {
    return new Use(
        medium,
        layer,
        new Interval(out.start(), outEnd),
        asset,
        sha256,
        new Interval(source.start(), sourceEnd),
        box,
        weight,
        visible,
        method,
        alpha);
  }

  /** Whether any of it is visible or audible. */
  public boolean isPresent() {
    return visible.signum() > 0
        && weight.stream().allMatch(ramp -> ramp.start().signum() > 0 || ramp.end().signum() > 0);
  }
}
