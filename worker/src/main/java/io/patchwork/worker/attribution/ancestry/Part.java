package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one origin has of a tile during a slice.
 *
 * @param source range in the asset from the slice's start to its end; backwards in reverse, and a
 *     point for a still or a freeze
 * @param picture where all of the asset's picture would lie in the frame, before anything cuts it;
 *     the whole frame for sound
 * @param weight share of the tile over the slice, 0 to 1; of a sound that is not composed yet its
 *     gain
 * @param factors opacities or gains whose product is the weight before anything covers it, the
 *     outermost first; none where several ways lead to one origin
 * @param method how the share is known, as in {@link Use}
 * @param playback how a render is played, whose own parts take the place of this one; null where
 *     nothing does
 * @param remixes that count for the shares of those who made them; null where nobody asks
 */
public record Part(
    Origin origin,
    Interval source,
    Box picture,
    Polynomial weight,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Ramp> factors,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Via via,
    String method,
    @Nullable Playback playback,
    @Nullable Remixes remixes) {

  @SuppressWarnings("nullness") // absent lists arrive as null from the store
  public Part {
    factors = factors == null ? List.of() : List.copyOf(factors);
    via = via == null ? Via.NONE : via;
  }

  /** Whether it is seen or heard through a render. */
  @JsonIgnore
  public boolean isNested() {
    return !via.isDirect();
  }

  /** What nobody contributed. */
  public static Part generated(String generator, Polynomial weight) {
    return new Part(
        new Origin.Generated(generator),
        new Interval(RationalTime.ZERO, RationalTime.ZERO),
        Box.WHOLE,
        weight,
        List.of(),
        Via.NONE,
        Use.RENDERED,
        null,
        null);
  }

  /** Whether another part of the same tile and slice shows the same. */
  private record Key(
      Origin origin,
      Interval source,
      Box picture,
      String method,
      @Nullable Playback playback,
      boolean isDirect,
      @Nullable Remixes remixes) {}

  Object key() {
    return new Key(origin, source, picture, method, playback, via.isDirect(), remixes);
  }

  /** Both as one, where their keys are equal. */
  Part plus(Part other) {
    return new Part(
        origin,
        source,
        picture,
        weight.plus(other.weight),
        factors.equals(other.factors) ? factors : List.of(),
        via.or(weight, other.via, other.weight),
        method,
        playback,
        remixes);
  }

  /** Whether all of its numbers can be written and read again. */
  @JsonIgnore
  boolean isReadable() {
    return weight.isReadable()
        && via.isReadable()
        && factors.stream().allMatch(ramp -> ramp.start().isReadable() && ramp.end().isReadable())
        && source.start().seconds().isReadable()
        && source.end().seconds().isReadable()
        && picture.isReadable();
  }

  /** Where in the asset it is at a part of its slice, 0 to 1. */
  RationalTime sourceAt(Fraction at) {
    return source.start().plus(source.length().times(at));
  }

  /** The same between two parts of its slice, 0 to 1; backwards where they fall. */
  Part between(Fraction from, Fraction to) {
    if (from.signum() == 0 && to.equals(Fraction.ONE)) {
      return this;
    }
    return new Part(
        origin,
        new Interval(sourceAt(from), sourceAt(to)),
        picture,
        weight.between(from, to),
        factors.stream().map(ramp -> ramp.between(from, to)).toList(),
        via.between(from, to),
        method,
        playback,
        remixes);
  }

  /** The same, seen or heard through a render that another part shows. */
  Part through(AssetContent render, Part outer, @Nullable Remixes counted) {
    List<Ramp> all = new ArrayList<>(outer.factors);
    all.addAll(factors);
    return new Part(
        origin,
        source,
        origin instanceof Origin.OfAsset ? outer.picture.part(picture) : Box.WHOLE,
        outer.weight.times(weight),
        all,
        via.through(render, outer.weight),
        outer.method.equals(Use.RENDERED) ? method : outer.method,
        null,
        counted);
  }

  /** What the makers of a remix keep a share of. */
  Part madeBy(AssetContent remix, Remixes counted) {
    return new Part(
        new Origin.Makers(remix, origin),
        source,
        picture,
        weight,
        factors,
        via,
        method,
        null,
        counted);
  }

  /** The same with another weight; of what came through no render. */
  Part weighing(Polynomial other) {
    return new Part(origin, source, picture, other, factors, via, method, playback, remixes);
  }

  /** The same with a source that ends elsewhere. */
  Part upTo(RationalTime sourceEnd) {
    return new Part(
        origin,
        new Interval(source.start(), sourceEnd),
        picture,
        weight,
        factors,
        via,
        method,
        playback,
        remixes);
  }

  /** The same, held at a mean of what it is; of what came through no render. */
  Part approximated(Polynomial mean) {
    return new Part(
        origin, source, picture, mean, factors, via, Use.APPROXIMATED, playback, remixes);
  }

  /** Whether it only continues another one that ends where its slice begins. */
  boolean continues(Part before, RationalTime lengthBefore, RationalTime length) {
    boolean isPoint = source.length().seconds().signum() == 0;
    boolean wasPoint = before.source.length().seconds().signum() == 0;
    return origin.equals(before.origin)
        && picture.equals(before.picture)
        && method.equals(before.method)
        && via.equals(before.via)
        && via.isConstant()
        && weight.isConstant()
        && weight.equals(before.weight)
        && factors.equals(before.factors)
        && Objects.equals(playback, before.playback)
        && Objects.equals(remixes, before.remixes)
        && before.source.end().equals(source.start())
        && isPoint == wasPoint
        && (isPoint
            || source
                .length()
                .seconds()
                .dividedBy(length.seconds())
                .equals(before.source.length().seconds().dividedBy(lengthBefore.seconds())));
  }
}
