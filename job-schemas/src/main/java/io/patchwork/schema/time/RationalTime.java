package io.patchwork.schema.time;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.math.MathContext;

/** A time or a duration: an exact number of seconds, {@code "n/d"} on the wire. */
public record RationalTime(Fraction seconds) implements Comparable<RationalTime> {

  public static final RationalTime ZERO = new RationalTime(Fraction.ZERO);

  @JsonCreator
  public static RationalTime parse(String text) {
    return new RationalTime(Fraction.parse(text));
  }

  public static RationalTime ofSeconds(long numerator, long denominator) {
    return new RationalTime(Fraction.of(numerator, denominator));
  }

  /** The start of frame {@code frame} at {@code rate}, counted from zero. */
  public static RationalTime ofFrames(long frame, FrameRate rate) {
    return new RationalTime(Fraction.of(frame).dividedBy(rate.perSecond()));
  }

  public static RationalTime ofSamples(long samples, int sampleRate) {
    return new RationalTime(Fraction.of(samples, sampleRate));
  }

  public RationalTime plus(RationalTime other) {
    return new RationalTime(seconds.plus(other.seconds));
  }

  public RationalTime minus(RationalTime other) {
    return new RationalTime(seconds.minus(other.seconds));
  }

  public RationalTime times(Fraction factor) {
    return new RationalTime(seconds.times(factor));
  }

  /** The frame boundary nearest to this time; a half goes up. */
  public long nearestFrame(FrameRate rate) {
    return seconds.times(rate.perSecond()).round().longValueExact();
  }

  public long nearestSample(int sampleRate) {
    return seconds.times(Fraction.of(sampleRate)).round().longValueExact();
  }

  public boolean isNegative() {
    return seconds.signum() < 0;
  }

  public static RationalTime max(RationalTime a, RationalTime b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  public static RationalTime min(RationalTime a, RationalTime b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** Seconds with nine decimals at most, as FFmpeg's time arguments take them. */
  public String toDecimalString() {
    return seconds
        .toDecimal(MathContext.DECIMAL64)
        .setScale(9, java.math.RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** {@code h:mm:ss.mmm}, for people. */
  public String toClock() {
    BigInteger millis = seconds.times(Fraction.of(1000)).round();
    long value = millis.longValueExact();
    return String.format(
        java.util.Locale.ROOT,
        "%d:%02d:%02d.%03d",
        value / 3_600_000,
        value / 60_000 % 60,
        value / 1000 % 60,
        value % 1000);
  }

  @Override
  public int compareTo(RationalTime other) {
    return seconds.compareTo(other.seconds);
  }

  @JsonValue
  Fraction written() {
    return seconds;
  }

  @Override
  public String toString() {
    return seconds.toString();
  }
}
