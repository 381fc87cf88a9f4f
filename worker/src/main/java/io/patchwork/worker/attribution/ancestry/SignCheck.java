package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.time.Fraction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds whether a polynomial is below zero anywhere from 0 to 1, exactly. Bernstein coefficients
 * that are all at least zero decide it. Else it is below zero where a root of odd multiplicity is
 * passed: Yun's algorithm finds the factor of these roots, and Sturm's theorem counts those between
 * 0 and 1.
 */
public final class SignCheck {

  private static final Fraction HALF = Fraction.of(1, 2);

  /** Bisections in which a root is found for people, who read its time to the millisecond. */
  private static final int BISECTIONS = 40;

  private SignCheck() {}

  /**
   * About when a polynomial is below zero first, 0 to 1; empty where it never is. Whether it is
   * empty is exact.
   */
  public static Optional<Fraction> belowZero(Polynomial polynomial) {
    if (polynomial.at(Fraction.ZERO).signum() < 0) {
      return Optional.of(Fraction.ZERO);
    }
    if (bernstein(polynomial).stream().allMatch(each -> each.signum() >= 0)) {
      return Optional.empty();
    }
    List<Polynomial> sturm = sturm(oddRoots(polynomial));
    Fraction first = Fraction.ZERO;
    Fraction end = Fraction.ONE;
    if (rootsInside(sturm, first, end) == 0) {
      Fraction sample = sample(polynomial);
      return polynomial.at(sample).signum() < 0 ? Optional.of(sample) : Optional.empty();
    }
    for (int i = 0; i < BISECTIONS; i++) {
      Fraction middle = first.plus(end).times(HALF);
      if (changes(sturm, first) > changes(sturm, middle)) {
        end = middle;
      } else {
        first = middle;
      }
    }
    return Optional.of(end);
  }

  /**
   * Coefficients in the basis of Bernstein, between the least and the greatest of which all values
   * from 0 to 1 lie (Farouki and Rajan 1987).
   */
  private static List<Fraction> bernstein(Polynomial polynomial) {
    List<Fraction> power = polynomial.coefficients();
    int degree = Math.max(0, power.size() - 1);
    List<Fraction> bernstein = new ArrayList<>();
    for (int i = 0; i <= degree; i++) {
      Fraction sum = Fraction.ZERO;
      for (int j = 0; j <= Math.min(i, power.size() - 1); j++) {
        sum = sum.plus(power.get(j).times(new Fraction(choose(i, j), choose(degree, j))));
      }
      bernstein.add(sum);
    }
    return bernstein;
  }

  private static BigInteger choose(int of, int some) {
    BigInteger ways = BigInteger.ONE;
    for (int i = 0; i < some; i++) {
      ways = ways.multiply(BigInteger.valueOf(of - i)).divide(BigInteger.valueOf(i + 1L));
    }
    return ways;
  }

  /** A time between 0 and 1 that is no root. */
  private static Fraction sample(Polynomial polynomial) {
    Fraction time = HALF;
    while (polynomial.at(time).signum() == 0) {
      time = time.times(HALF);
    }
    return time;
  }

  /** The product of the factors whose roots have odd multiplicity, each once (Yun 1976). */
  private static Polynomial oddRoots(Polynomial polynomial) {
    Polynomial slope = polynomial.derivative();
    Polynomial common = gcd(polynomial, slope);
    Polynomial left = polynomial.over(common).quotient();
    Polynomial rest = slope.over(common).quotient().minus(left.derivative());
    Polynomial odd = Polynomial.ONE;
    for (int multiplicity = 1; !left.isConstant(); multiplicity++) {
      Polynomial factor = gcd(left, rest);
      if (multiplicity % 2 == 1) {
        odd = odd.times(factor);
      }
      left = left.over(factor).quotient();
      rest = rest.over(factor).quotient().minus(left.derivative());
    }
    return odd;
  }

  private static Polynomial gcd(Polynomial one, Polynomial other) {
    Polynomial before = one;
    Polynomial last = other;
    while (!last.isZero()) {
      Polynomial rest = before.over(last).rest();
      before = last;
      last = scaled(rest);
    }
    return scaled(before);
  }

  /** With its highest coefficient 1 or -1, so that numbers stay small and signs stay. */
  private static Polynomial scaled(Polynomial polynomial) {
    return polynomial.isZero()
        ? polynomial
        : polynomial.times(Fraction.ONE.dividedBy(polynomial.coefficients().getLast().abs()));
  }

  /** The sequence of Sturm of a polynomial without multiple roots. */
  private static List<Polynomial> sturm(Polynomial polynomial) {
    List<Polynomial> sequence = new ArrayList<>(List.of(polynomial));
    Polynomial next = polynomial.derivative();
    while (!next.isZero()) {
      Polynomial rest = sequence.getLast().over(next).rest();
      sequence.add(next);
      next = scaled(rest.times(Fraction.of(-1)));
    }
    return sequence;
  }

  /** The number of roots between two times, without these. */
  private static int rootsInside(List<Polynomial> sturm, Fraction from, Fraction to) {
    int atEnd = sturm.getFirst().at(to).signum() == 0 ? 1 : 0;
    return changes(sturm, from) - changes(sturm, to) - atEnd;
  }

  private static int changes(List<Polynomial> sturm, Fraction at) {
    int changes = 0;
    int before = 0;
    for (Polynomial each : sturm) {
      int sign = each.at(at).signum();
      if (sign != 0) {
        changes += before != 0 && sign != before ? 1 : 0;
        before = sign;
      }
    }
    return changes;
  }
}
