package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
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
 * @param measured part of the whole, as measured
 * @param hold why all of it is held, if it is
 */
record Share(
    @Nullable Id payee,
    int render,
    Pool pool,
    Line.Part part,
    @Nullable Id asset,
    List<Line.Generation> seconds,
    Fraction weightedSeconds,
    Fraction split,
    Fraction measured,
    Line.@Nullable Reason hold,
    List<Interval> where) {

  /** The same of a render that has a weight among others. */
  Share weighted(Fraction weight) {
    return new Share(
        payee,
        render,
        pool,
        part,
        asset,
        seconds,
        weightedSeconds,
        split,
        measured.times(weight),
        hold,
        where);
  }

  String id() {
    return id(payee, Integer.toString(render), pool.text(), part, asset);
  }

  /** The id of a line: it is the same in every proposal that has the line. */
  static String id(
      @Nullable Id payee, String render, String pool, Line.Part part, @Nullable Id asset) {
    return String.join(
        "/",
        payee == null ? "-" : payee.value(),
        render,
        pool,
        part.wireName(),
        asset == null ? "-" : asset.value());
  }

  /** Who the share is divided among first; an asset of which nobody is known stands for itself. */
  String claimant() {
    return payee == null ? "-/" + asset : payee.value();
  }
}
