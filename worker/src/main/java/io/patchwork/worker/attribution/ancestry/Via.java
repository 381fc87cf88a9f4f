package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.time.Fraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The renders through which something came: in first place those that the film itself uses, then
 * those that these use, and so on. Several ways of any number are kept as the renders at each
 * distance, so that their number does not double with each generation, each with what came through
 * it.
 *
 * @param steps renders at each distance, in order
 */
public record Via(@JsonValue List<List<Step>> steps) {

  /** Nothing came through a render. */
  public static final Via NONE = new Via(List.of());

  /**
   * A render at some distance.
   *
   * @param share what came through it at this distance, of the same whole as the weight of all that
   *     came; null where all came through it. Mosaics of before it was kept have none: all of
   *     several then is the most that can have come through each
   */
  public record Step(Id asset, Sha256 sha256, @Nullable Polynomial share) {

    private static Step of(AssetContent render, @Nullable Polynomial share) {
      return new Step(render.asset(), render.sha256(), share);
    }

    @JsonIgnore
    public AssetContent render() {
      return new AssetContent(asset, sha256);
    }

    /**
     * What came through it.
     *
     * @param weight of all that came
     */
    public Polynomial share(Polynomial weight) {
      return share == null ? weight : share;
    }

    private Step with(UnaryOperator<Polynomial> change) {
      return share == null ? this : new Step(asset, sha256, change.apply(share));
    }
  }

  @JsonCreator
  public Via {
    steps = steps.stream().map(List::copyOf).toList();
  }

  /** Renders at each distance, all through each. */
  public static Via of(List<List<AssetContent>> hops) {
    return new Via(
        hops.stream()
            .map(hop -> hop.stream().map(render -> Step.of(render, null)).toList())
            .toList());
  }

  /**
   * The same through one more render.
   *
   * @param weight of that render where it is used
   */
  Via through(AssetContent render, Polynomial weight) {
    List<List<Step>> longer = new ArrayList<>();
    longer.add(List.of(Step.of(render, null)));
    longer.addAll(with(share -> share.times(weight)).steps);
    return new Via(longer);
  }

  /**
   * Both ways.
   *
   * @param weight of what came by this one
   * @param otherWeight of what came by the other one
   */
  Via or(Polynomial weight, Via other, Polynomial otherWeight) {
    List<List<Step>> both = new ArrayList<>();
    for (int i = 0; i < Math.max(steps.size(), other.steps.size()); i++) {
      both.add(or(at(i), weight, other.at(i), otherWeight));
    }
    return new Via(both);
  }

  private List<Step> at(int distance) {
    return distance < steps.size() ? steps.get(distance) : List.of();
  }

  private static List<Step> or(
      List<Step> some, Polynomial weight, List<Step> others, Polynomial otherWeight) {
    if (some.equals(others) && some.stream().allMatch(step -> step.share == null)) {
      return some;
    }
    Map<AssetContent, Polynomial> shares = new TreeMap<>();
    some.forEach(step -> shares.put(step.render(), step.share(weight)));
    others.forEach(step -> shares.merge(step.render(), step.share(otherWeight), Polynomial::plus));
    List<Step> both = new ArrayList<>();
    shares.forEach((render, share) -> both.add(Step.of(render, share)));
    return both;
  }

  private Via with(UnaryOperator<Polynomial> change) {
    return isWhole()
        ? this
        : new Via(
            steps.stream()
                .map(hop -> hop.stream().map(step -> step.with(change)).toList())
                .toList());
  }

  /** The same between two times of its span, 0 to 1. */
  Via between(Fraction from, Fraction to) {
    return with(share -> share.between(from, to));
  }

  /** Whether all came through each of the renders. */
  boolean isWhole() {
    return steps.stream().flatMap(List::stream).allMatch(step -> step.share == null);
  }

  /** Whether nothing of it changes with time. */
  boolean isConstant() {
    return steps.stream()
        .flatMap(List::stream)
        .allMatch(step -> step.share == null || step.share.isConstant());
  }

  /** Whether all of its numbers can be written and read again. */
  boolean isReadable() {
    return steps.stream()
        .flatMap(List::stream)
        .allMatch(step -> step.share == null || step.share.isReadable());
  }

  /** The renders at each distance. */
  public List<List<AssetContent>> hops() {
    return steps.stream().map(hop -> hop.stream().map(Step::render).toList()).toList();
  }

  /** The ids of the renders at each distance. */
  public List<List<Id>> assets() {
    return steps.stream().map(Via::assets).toList();
  }

  private static List<Id> assets(List<Step> hop) {
    return hop.stream().map(Step::asset).distinct().toList();
  }

  /** The ids of the renders that the film itself uses. */
  public List<Id> first() {
    return isDirect() ? List.of() : assets(steps.getFirst());
  }

  public boolean isDirect() {
    return steps.isEmpty();
  }
}
