package io.patchwork.schema.lineage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A use of a range of an asset in a range of the output.
 *
 * @param layer 0 at the bottom; 0 for what is seen or heard through a render
 * @param out range in the output
 * @param source range in the asset, from its first frame or sample; equal ends for a freeze or a
 *     still, and in reverse the end lies before the start
 * @param box in the frame, as far as anything cuts it; absent for audio and text
 * @param picture where all of the source's picture would lie, before anything cuts it; absent for
 *     audio and text
 * @param shown part of the source's picture that lies in the box, in fractions of it; absent for
 *     audio and text
 * @param pan where {@code picture} begins and ends where it moves, which is then that of the
 *     middle; absent where it does not
 * @param weight factors whose product is the opacity of video or the linear gain of audio; none for
 *     1
 * @param visible average share of the frame in which it is visible, 0 to 1, less what opacity and
 *     layers above take; 1 for audio, 0 where its gain is 0; for audio that is heard through a
 *     render its average share of all that is heard
 * @param method {@code rendered}: known because we rendered it; {@code measured}: its alpha was
 *     measured; {@code assumed}: it has alpha that nobody measured, so that layers below share its
 *     box evenly with it; {@code approximated}: what moves or fades was held at its middle in
 *     pieces
 * @param alpha the measurement; absent where there is none
 * @param via the renders that it is seen or heard through, at each distance from the output; none
 *     for a use of the output's own
 */
public record Use(
    Medium medium,
    int layer,
    Interval out,
    Id asset,
    Sha256 sha256,
    Interval source,
    @Nullable Box box,
    @Nullable Box picture,
    @Nullable Box shown,
    @Nullable Pan pan,
    List<Ramp> weight,
    Fraction visible,
    String method,
    @Nullable MeasuredAlpha alpha,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<List<Id>> via) {

  public static final String RENDERED = "rendered";
  public static final String MEASURED = "measured";
  public static final String ASSUMED = "assumed";

  /** What changes without being linear is held at its middle in pieces. */
  public static final String APPROXIMATED = "approximated";

  @SuppressWarnings("nullness") // an absent list arrives as null from the wire
  public Use {
    weight = List.copyOf(weight);
    via = via == null ? List.of() : via.stream().map(List::copyOf).toList();
  }

  /** A use of the output's own in the frame. */
  public static Use seen(
      int layer,
      Interval out,
      Id asset,
      Sha256 sha256,
      Interval source,
      Box box,
      Box picture,
      List<Ramp> weight,
      Fraction visible,
      String method,
      @Nullable MeasuredAlpha alpha) {
    return new Use(
        Medium.VIDEO,
        layer,
        out,
        asset,
        sha256,
        source,
        box,
        picture,
        picture.fractions(box),
        null,
        weight,
        visible,
        method,
        alpha,
        List.of());
  }

  /** A use of the output's own that has no place in the frame. */
  public static Use unseen(
      Medium medium,
      int layer,
      Interval out,
      Id asset,
      Sha256 sha256,
      Interval source,
      List<Ramp> weight,
      Fraction visible) {
    return new Use(
        medium, layer, out, asset, sha256, source, null, null, null, null, weight, visible,
        RENDERED, null, List.of());
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
        picture,
        shown,
        pan,
        weight,
        visible,
        method,
        alpha,
        via);
  }

  /** The same use of a picture that moves. */
  public Use panning(@Nullable Pan course) {
    return new Use(
        medium, layer, out, asset, sha256, source, box, picture, shown, course, weight, visible,
        method, alpha, via);
  }

  /**
   * The part of it during a range of its own; where the picture moves, without its course.
   *
   * @param share of the frame then, or 1 or 0 for what is heard then or not
   */
  public Use during(Interval part, Fraction share) {
    Fraction length = out.length().seconds();
    Fraction from = part.start().minus(out.start()).seconds().dividedBy(length);
    Fraction to = part.end().minus(out.start()).seconds().dividedBy(length);
    return new Use(
        medium,
        layer,
        part,
        asset,
        sha256,
        new Interval(
            source.start().plus(source.length().times(from)),
            source.start().plus(source.length().times(to))),
        box,
        picture,
        shown,
        null,
        weight.stream().map(ramp -> ramp.between(from, to)).toList(),
        share,
        method,
        alpha,
        via);
  }

  /** Whether another use of the same asset in the same layer only goes on with it. */
  public boolean isContinuedBy(Use next) {
    return out.end().equals(next.out.start())
        && source.end().equals(next.source.start())
        && speed().equals(next.speed())
        && Objects.equals(box, next.box)
        && Objects.equals(picture, next.picture)
        && pan == null
        && next.pan == null
        && weight.equals(next.weight)
        && weight.stream().allMatch(ramp -> ramp.start().equals(ramp.end()))
        && visible.equals(next.visible)
        && method.equals(next.method)
        && via.equals(next.via);
  }

  /** Seconds of the source in a second of the output; below 0 in reverse. */
  @JsonIgnore
  public Fraction speed() {
    return source.length().seconds().dividedBy(out.length().seconds());
  }

  /** The asset as it was. */
  @JsonIgnore
  public AssetContent content() {
    return new AssetContent(asset, sha256);
  }

  /** Whether any of it is visible or audible. */
  public boolean isPresent() {
    return visible.signum() > 0
        && weight.stream().allMatch(ramp -> ramp.start().signum() > 0 || ramp.end().signum() > 0);
  }
}
