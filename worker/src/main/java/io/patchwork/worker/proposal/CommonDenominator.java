package io.patchwork.worker.proposal;

import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.failure.Failure;
import java.math.BigInteger;
import java.util.List;

/** Fractions as whole numbers over one denominator, in the same order. */
record CommonDenominator(List<BigInteger> numerators, BigInteger denominator) {

  /** Largest size in bits, so that fractions that were made to have nothing in common end. */
  private static final int MAX_BITS = 1 << 14;

  static CommonDenominator of(List<Fraction> fractions) throws Failure.Refused {
    BigInteger common = BigInteger.ONE;
    for (Fraction each : fractions) {
      BigInteger other = each.denominator();
      if (!common.equals(other)) {
        common = common.divide(common.gcd(other)).multiply(other);
      }
      if (common.bitLength() > MAX_BITS) {
        throw InvalidProposal.because(
            "The shares have a common denominator of more than "
                + MAX_BITS
                + " bits; divide the renders in proposals of their own.");
      }
    }
    BigInteger denominator = common;
    return new CommonDenominator(
        fractions.stream()
            .map(each -> each.numerator().multiply(denominator.divide(each.denominator())))
            .toList(),
        denominator);
  }

  BigInteger numeratorSum() {
    return numerators.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  Fraction sum() {
    return new Fraction(numeratorSum(), denominator);
  }

  static Fraction sum(List<Fraction> fractions) throws Failure.Refused {
    return of(fractions).sum();
  }
}
