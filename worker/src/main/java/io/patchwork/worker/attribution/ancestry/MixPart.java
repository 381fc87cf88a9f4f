package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What counts as one sound in a mix: an asset, or a film with all that is heard in it, so that a
 * film of ten sounds does not outweigh one sound ten to one.
 *
 * @param part its weight is its gain
 * @param film the way through it; null for an asset that is none
 * @param inner the shares inside of the film; none for an asset that is none
 */
record MixPart(Part part, @Nullable Passage film, List<Part> inner) {

  /** Pieces in which changing gains are held, at most. */
  private static final BigInteger MAX_PIECES = BigInteger.valueOf(16);

  /** No piece is shorter than this part of a second. */
  private static final Fraction PER_SECOND = Fraction.of(16);

  static MixPart of(Part part) {
    return new MixPart(part, null, List.of());
  }

  long size() {
    return Math.max(1, inner.size());
  }

  private static Polynomial sum(List<MixPart> mix) {
    return mix.stream().map(each -> each.part.weight()).reduce(Polynomial.ZERO, Polynomial::plus);
  }

  /** Whether all gains change alike, so that no share changes. */
  private static boolean changeAlike(List<MixPart> mix, Polynomial sum) {
    Fraction half = Fraction.of(1, 2);
    Fraction loudness = sum.at(half);
    return mix.stream()
        .map(each -> each.part.weight())
        .allMatch(gain -> gain.times(loudness).equals(sum.times(gain.at(half))));
  }

  /**
   * The ranges in which shares are polynomials: all, where the gains have one sum or change alike;
   * else pieces in which every gain is held at its middle.
   */
  static List<Interval> held(Interval range, List<MixPart> mix) {
    Polynomial sum = sum(mix);
    if (sum.isConstant() || changeAlike(mix, sum)) {
      return List.of(range);
    }
    int pieces =
        range.length().times(PER_SECOND).seconds().ceiling().min(MAX_PIECES).intValueExact();
    List<Interval> held = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      held.add(
          new Interval(at(range, Fraction.of(i, pieces)), at(range, Fraction.of(i + 1L, pieces))));
    }
    return held;
  }

  private static RationalTime at(Interval range, Fraction part) {
    return range.start().plus(range.length().times(part));
  }

  /**
   * The shares of a mix by amplitude; nobody's where nothing is heard.
   *
   * @param slice that the mix is of
   * @param piece one of those that {@link #held} gives
   */
  static Slice shared(Slice slice, Interval piece, List<MixPart> mix) {
    Polynomial sum = sum(mix);
    Fraction from = slice.progress(piece.start());
    Fraction to = slice.progress(piece.end());
    Fraction middle = from.plus(to).times(Fraction.of(1, 2));
    Fraction loudness = sum.at(middle);
    if (loudness.signum() == 0) {
      return new Slice(piece, List.of());
    }
    boolean isExact = changeAlike(mix, sum);
    Fraction unit = Fraction.ONE.dividedBy(loudness);
    List<Part> parts = new ArrayList<>();
    for (MixPart each : mix) {
      Part during = each.part.between(from, to);
      Fraction held = each.part.weight().at(middle).times(unit);
      Part share =
          sum.isConstant()
              ? during.weighing(during.weight().times(unit))
              : isExact
                  ? during.weighing(Polynomial.constant(held))
                  : during.approximated(Polynomial.constant(held));
      each.addShares(share, from, to, parts);
    }
    return new Slice(piece, List.of(Tile.of(Box.WHOLE, parts)));
  }

  private void addShares(Part share, Fraction from, Fraction to, List<Part> parts) {
    if (film == null) {
      parts.add(share);
      return;
    }
    for (Part each : inner) {
      film.add(each.between(from, to), share, parts);
    }
  }
}
