package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.Fraction;
import org.jspecify.annotations.Nullable;

/**
 * Words of an asset that are read.
 *
 * @param source range in the asset; a point where it has no time
 * @param language BCP 47 tag; null where nobody named one
 * @param box where in the picture they are, so that they come along with that part of it; null for
 *     words that are beside the picture
 * @param ways number of ways by which they came, as a whole number; null for one
 * @param remix the render of which this is the share of those who made it; null for the words
 *     themselves
 * @param remixes as in {@link Part}
 */
public record Text(
    Interval out,
    Origin.OfAsset origin,
    Interval source,
    @Nullable String language,
    @Nullable Box box,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Via via,
    @Nullable Fraction ways,
    @Nullable AssetContent remix,
    @Nullable Remixes remixes) {

  @JsonCreator
  @SuppressWarnings("nullness") // an absent list arrives as null from the store
  public Text {
    via = via == null ? Via.NONE : via;
    ways = Fraction.ONE.equals(ways) ? null : ways;
  }

  /** Words that came by one way. */
  public Text(
      Interval out,
      Origin.OfAsset origin,
      Interval source,
      @Nullable String language,
      @Nullable Box box,
      Via via) {
    this(out, origin, source, language, box, via, null, null, null);
  }

  /** Whether they are in the picture. */
  @JsonIgnore
  public boolean isBurnedIn() {
    return box != null;
  }

  /** The number of ways by which they came, as a weight. */
  public Polynomial weight() {
    return Polynomial.constant(ways == null ? Fraction.ONE : ways);
  }

  /** The same, read through a render. */
  Text through(AssetContent render, Interval when, @Nullable Box where, @Nullable Remixes counted) {
    return new Text(
        when,
        origin,
        source,
        language,
        where,
        via.through(render, Polynomial.ONE),
        ways,
        remix,
        counted);
  }

  /** What the makers of a remix keep a share of. */
  Text madeBy(AssetContent maker, Remixes counted) {
    return new Text(out, origin, source, language, box, via, ways, maker, counted);
  }

  /** The same up to the end of one that continues it. */
  Text until(Text next) {
    return new Text(
        new Interval(out.start(), next.out.end()),
        origin,
        source,
        language,
        box,
        via,
        ways,
        remix,
        remixes);
  }

  /** What is equal where words of two texts are the same. */
  private record Key(
      @Nullable Interval out,
      Origin.OfAsset origin,
      Interval source,
      @Nullable String language,
      @Nullable Box box,
      @Nullable Via via,
      @Nullable Fraction ways,
      @Nullable AssetContent remix,
      @Nullable Remixes remixes) {}

  /** Whether another one is read at the same time, by any way. */
  Object key() {
    return new Key(out, origin, source, language, box, null, null, remix, remixes);
  }

  /** Whether another one that is read at another time came by the same way. */
  Object timelessKey() {
    return new Key(null, origin, source, language, box, via, ways, remix, remixes);
  }

  /** Both as one, where their keys are equal. */
  Text plus(Text other) {
    return new Text(
        out,
        origin,
        source,
        language,
        box,
        via.or(weight(), other.via, other.weight()),
        weight().plus(other.weight()).mean(),
        remix,
        remixes);
  }
}
