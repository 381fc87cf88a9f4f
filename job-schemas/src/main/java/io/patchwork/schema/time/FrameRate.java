package io.patchwork.schema.time;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Frames per second, exact: 29.97 is {@code 30000/1001}. From one frame in 1000 s to 1000 per
 * second.
 */
public record FrameRate(Fraction perSecond) {

  private static final Fraction LEAST_OF_PICTURES = Fraction.of(5);
  private static final Fraction MOST_OF_PICTURES = Fraction.of(240);
  private static final Fraction TOLERANCE = Fraction.of(1, 1_000_000);
  private static final Fraction NTSC_TOLERANCE = Fraction.of(1, 200);
  private static final int MAX_DENOMINATOR = 1001;
  private static final long MIN_TIMESCALE = 1000;

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if the rate is outside 1/1000 to 1000
   */
  public FrameRate {
    if (perSecond.compareTo(Fraction.of(1, 1000)) < 0
        || perSecond.compareTo(Fraction.of(1000)) > 0) {
      throw new IllegalArgumentException("a frame rate of " + perSecond + " per second");
    }
  }

  public static FrameRate of(long numerator, long denominator) {
    return new FrameRate(Fraction.of(numerator, denominator));
  }

  @JsonCreator
  public static FrameRate parse(String text) {
    return new FrameRate(Fraction.parse(text));
  }

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if the rate is outside 1/1000 to 1000
   */
  public static FrameRate nearest(BigDecimal decimal) {
    return new FrameRate(exact(decimal));
  }

  /**
   * The exact rate, of frames or of samples, that a decimal number written by other software stands
   * for: within 1/200 of an NTSC rate (23.976, 29.97, 59.94 …) that rate, within 10⁻⁶ of a whole
   * number that number, else the best fraction with a denominator up to 1001.
   */
  public static Fraction exact(BigDecimal decimal) {
    Fraction value = Fraction.of(decimal);
    BigInteger whole = value.round();
    if (whole.signum() > 0 && isWithin(value, new Fraction(whole, BigInteger.ONE), TOLERANCE)) {
      return new Fraction(whole, BigInteger.ONE);
    }
    Fraction ntsc = Fraction.of(1000, 1001).times(new Fraction(value.ceiling(), BigInteger.ONE));
    boolean editorsRound = value.ceiling().mod(BigInteger.valueOf(6)).signum() == 0;
    if (editorsRound && isWithin(value, ntsc, NTSC_TOLERANCE)) {
      return ntsc;
    }
    return value.simplest(MAX_DENOMINATOR);
  }

  private static boolean isWithin(Fraction a, Fraction b, Fraction tolerance) {
    Fraction distance = a.minus(b);
    return (distance.signum() < 0 ? distance.negate() : distance).compareTo(tolerance) <= 0;
  }

  /** Whether a film may have it, 5 to 240 a second; other numbers are time bases. */
  public boolean isOfPictures() {
    return perSecond.compareTo(LEAST_OF_PICTURES) >= 0
        && perSecond.compareTo(MOST_OF_PICTURES) <= 0;
  }

  public long numerator() {
    return perSecond.numerator().longValueExact();
  }

  public long denominator() {
    return perSecond.denominator().longValueExact();
  }

  /**
   * Timescale of a file in which every frame of this rate starts on a tick: 25000 for 25, 30000 for
   * 30000/1001. At least 1000, so that other times are rounded by little.
   */
  public long timescale() {
    return numerator() >= MIN_TIMESCALE ? numerator() : numerator() * MIN_TIMESCALE;
  }

  /** With three decimals at most, for people: 23.976. */
  public String toDecimalString() {
    return perSecond
        .toDecimal(MathContext.DECIMAL64)
        .setScale(3, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  @JsonValue
  @Override
  public String toString() {
    return perSecond.toString();
  }
}
