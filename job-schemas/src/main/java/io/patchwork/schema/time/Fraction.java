package io.patchwork.schema.time;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * An exact rational number in lowest terms with a positive denominator; on the wire the string
 * {@code "numerator/denominator"}. Immutable.
 */
public record Fraction(BigInteger numerator, BigInteger denominator)
    implements Comparable<Fraction> {

  /**
   * Largest number of digits on a side of the text form, so that a hostile document cannot cause
   * long divisions. Fifty generations of fades at 30000/1001 frames per second need 174.
   */
  public static final int MAX_DIGITS = 1024;

  /**
   * No number of as many bits has more than {@link #MAX_DIGITS} digits, its sign counted as one.
   */
  private static final int MAX_BITS = 3398;

  /** Every number of as many digits fits into a long. */
  private static final int DIGITS_OF_LONG = 18;

  public static final Fraction ZERO = of(0);
  public static final Fraction ONE = of(1);

  /**
   * Checks the domain.
   *
   * @throws ArithmeticException if the denominator is zero
   */
  public Fraction {
    if (denominator.signum() == 0) {
      throw new ArithmeticException("a fraction with denominator 0");
    }
    BigInteger divisor = numerator.gcd(denominator);
    if (denominator.signum() < 0) {
      divisor = divisor.negate();
    }
    if (!divisor.equals(BigInteger.ONE)) {
      numerator = numerator.divide(divisor);
      denominator = denominator.divide(divisor);
    }
  }

  public static Fraction of(long whole) {
    return of(whole, 1);
  }

  public static Fraction of(long numerator, long denominator) {
    return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /** The exact value of a decimal literal: {@code 0.1} is one tenth, not the nearest double. */
  public static Fraction of(BigDecimal decimal) {
    return decimal.scale() <= 0
        ? new Fraction(decimal.toBigIntegerExact(), BigInteger.ONE)
        : new Fraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
  }

  /**
   * Reads {@code "n/d"} or {@code "n"}.
   *
   * @throws NumberFormatException if the text is neither, or longer than {@link #MAX_DIGITS} digits
   *     on a side
   */
  @JsonCreator
  public static Fraction parse(String text) {
    int slash = text.indexOf('/');
    String top = slash < 0 ? text : text.substring(0, slash);
    String bottom = slash < 0 ? "1" : text.substring(slash + 1);
    if (top.length() > MAX_DIGITS || bottom.length() > MAX_DIGITS) {
      throw new NumberFormatException("a fraction of more than " + MAX_DIGITS + " digits");
    }
    BigInteger denominator = number(bottom);
    if (denominator.signum() <= 0) {
      throw new NumberFormatException("a fraction needs a positive denominator: " + text);
    }
    BigInteger numerator = number(top);
    // Documents are full of these, so they are not kept each time anew.
    return numerator.signum() == 0
        ? ZERO
        : numerator.equals(denominator) ? ONE : new Fraction(numerator, denominator);
  }

  private static BigInteger number(String digits) {
    return digits.length() <= DIGITS_OF_LONG
        ? BigInteger.valueOf(Long.parseLong(digits))
        : new BigInteger(digits);
  }

  /** Whether its text form can be read again. */
  @JsonIgnore
  public boolean isReadable() {
    return numerator.bitLength() <= MAX_BITS && denominator.bitLength() <= MAX_BITS;
  }

  public Fraction plus(Fraction other) {
    return new Fraction(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  public Fraction minus(Fraction other) {
    return plus(other.negate());
  }

  public Fraction times(Fraction other) {
    return new Fraction(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  public Fraction dividedBy(Fraction other) {
    return new Fraction(
        numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  public Fraction abs() {
    return signum() < 0 ? negate() : this;
  }

  public Fraction negate() {
    return new Fraction(numerator.negate(), denominator);
  }

  public int signum() {
    return numerator.signum();
  }

  /** The greatest whole number not above this. */
  public BigInteger floor() {
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  public BigInteger ceiling() {
    return negate().floor().negate();
  }

  /** The nearest whole number; a half goes up, so that rounding boundaries never overlap. */
  public BigInteger round() {
    return plus(of(1, 2)).floor();
  }

  /**
   * The last convergent of its continued fraction whose denominator is at most {@code
   * maxDenominator}.
   */
  public Fraction simplest(int maxDenominator) {
    BigInteger h0 = BigInteger.ZERO;
    BigInteger h1 = BigInteger.ONE;
    BigInteger k0 = BigInteger.ONE;
    BigInteger k1 = BigInteger.ZERO;
    Fraction rest = this;
    while (true) {
      BigInteger digit = rest.floor();
      BigInteger h2 = digit.multiply(h1).add(h0);
      BigInteger k2 = digit.multiply(k1).add(k0);
      if (k2.compareTo(BigInteger.valueOf(maxDenominator)) > 0) {
        return new Fraction(h1, k1);
      }
      Fraction remainder = rest.minus(new Fraction(digit, BigInteger.ONE));
      if (remainder.signum() == 0) {
        return new Fraction(h2, k2);
      }
      rest = ONE.dividedBy(remainder);
      h0 = h1;
      h1 = h2;
      k0 = k1;
      k1 = k2;
    }
  }

  @Override
  public int compareTo(Fraction other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  /** The nearest decimal, for people and FFmpeg's arguments, never for arithmetic. */
  public BigDecimal toDecimal(MathContext precision) {
    return new BigDecimal(numerator).divide(new BigDecimal(denominator), precision);
  }

  /**
   * As it is written in documents.
   *
   * @throws TooManyDigits if nobody could read it
   */
  @JsonValue
  String written() {
    if (!isReadable()) {
      throw new TooManyDigits(MAX_DIGITS);
    }
    return toString();
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
