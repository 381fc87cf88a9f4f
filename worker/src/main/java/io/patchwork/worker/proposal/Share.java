package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.time.Fraction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line before there is an amount.
 *
 * @param payee handle; absent where nobody is known
 * @param isOneOfSeveral whether the render has other contents of the same asset too
 * @param measured part of the whole, as measured
 * @param hold why all of it is held, if it is
 */
record Share(
    @Nullable Id payee,
    int render,
    Pool pool,
    Line.Part part,
    @Nullable AssetContent asset,
    boolean isOneOfSeveral,
    List<Line.Generation> seconds,
    Fraction weightedSeconds,
    Fraction split,
    Fraction measured,
    Line.@Nullable Reason hold,
    List<Interval> where) {

  /** Stands in an id for what a line has not. */
  static final String NOTHING = "-";

  private static final int CONTENT_DIGITS = 12;

  /** The same of a render that has a weight among others. */
  Share weighted(Fraction weight) {
    return new Share(
        payee,
        render,
        pool,
        part,
        asset,
        isOneOfSeveral,
        seconds,
        weightedSeconds,
        split,
        measured.times(weight),
        hold,
        where);
  }

  String id() {
    return id(payee, Integer.toString(render), pool.text(), part, assetText());
  }

  /** The asset's id, with the first digits of its content where that alone says which is meant. */
  private String assetText() {
    if (asset == null) {
      return NOTHING;
    }
    return isOneOfSeveral
        ? asset.asset() + "@" + asset.sha256().hex().substring(0, CONTENT_DIGITS)
        : asset.asset().value();
  }

  /** The id of a line: it is the same in every proposal that has the line. */
  static String id(@Nullable Id payee, String render, String pool, Line.Part part, String asset) {
    return String.join(
        "/", payee == null ? NOTHING : payee.value(), render, pool, part.wireName(), asset);
  }

  /** The claimant of a line, whose id ends with its asset. */
  static String claimant(Line line) {
    return claimant(line.payee(), line.id().substring(line.id().lastIndexOf('/') + 1));
  }

  private static String claimant(@Nullable Id payee, String asset) {
    return payee == null ? NOTHING + "/" + asset : payee.value();
  }

  /** Who the share is divided among first; an asset of which nobody is known stands for itself. */
  String claimant() {
    return claimant(payee, assetText());
  }
}
