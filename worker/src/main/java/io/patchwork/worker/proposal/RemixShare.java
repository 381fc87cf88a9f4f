package io.patchwork.worker.proposal;

import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.time.Fraction;
import java.util.ArrayList;
import java.util.List;

/**
 * How value is shared between the makers of remixes and their sources. Of a second that came
 * through n remixes, max((1 - share)^n, 1 - cap) is left: makers further out come first, and what
 * is beyond the cap stays with the sources.
 */
final class RemixShare {

  private final Fraction floor;
  private final Fraction factor;
  private final List<Fraction> powers = new ArrayList<>(List.of(Fraction.ONE));

  RemixShare(Policy.RemixerShare policy) {
    this.floor = Fraction.ONE.minus(policy.cap());
    this.factor = Fraction.ONE.minus(policy.share());
  }

  /** What is left of one after {@code remixes} remixes. */
  Fraction left(int remixes) {
    while (powers.size() <= remixes) {
      Fraction last = powers.getLast();
      // Below the floor the exact power matters no more.
      powers.add(last.compareTo(floor) <= 0 ? last : last.times(factor));
    }
    Fraction power = powers.get(remixes);
    return power.compareTo(floor) >= 0 ? power : floor;
  }

  /** What the makers of a remix keep of one that came through {@code above} remixes before. */
  Fraction kept(int above) {
    return left(above).minus(left(above + 1));
  }

  /** What a second of a holding is worth. */
  Fraction worth(boolean isMaker, int remixesAbove) {
    return isMaker ? kept(remixesAbove) : left(remixesAbove);
  }
}
