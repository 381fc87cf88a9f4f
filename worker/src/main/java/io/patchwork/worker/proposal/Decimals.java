package io.patchwork.worker.proposal;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.math.BigInteger;
import java.util.Locale;

/** Exact numbers as rounded decimals, for people alone. */
final class Decimals {

  private Decimals() {}

  /** A number of 0 or more with so many decimals, a half up. */
  static String of(Fraction number, int decimals) {
    BigInteger unit = BigInteger.TEN.pow(decimals);
    BigInteger[] parts =
        number.times(new Fraction(unit, BigInteger.ONE)).round().divideAndRemainder(unit);
    String after = parts[1].toString();
    return decimals == 0
        ? parts[0].toString()
        : parts[0] + "." + "0".repeat(decimals - after.length()) + after;
  }

  static String percent(Fraction share) {
    return of(share.times(Fraction.of(100)), 3) + " %";
  }

  /** A time of 0 or more as hours, minutes and seconds to the millisecond, rounded down. */
  static String clock(RationalTime time) {
    long millis = time.seconds().times(Fraction.of(1000)).floor().longValueExact();
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d.%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        millis % 1000);
  }
}
