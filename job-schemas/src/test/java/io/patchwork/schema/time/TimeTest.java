package io.patchwork.schema.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TimeTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static Fraction any(RandomGenerator random) {
    return Fraction.of(random.nextLong(-1000, 1000), random.nextLong(1, 1000));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void fractionsObeyTheLawsOfArithmetic(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Fraction a = any(random);
    Fraction b = any(random);
    Fraction c = any(random);

    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
    assertThat(a.times(b.plus(c))).isEqualTo(a.times(b).plus(a.times(c)));
    assertThat(a.minus(b).plus(b)).isEqualTo(a);
    assertThat(Fraction.parse(a.toString())).isEqualTo(a);
    assertThat(new Fraction(a.floor(), java.math.BigInteger.ONE).compareTo(a)).isNotPositive();
    assertThat(a.compareTo(b)).isEqualTo(a.minus(b).signum());
    if (b.signum() != 0) {
      assertThat(a.dividedBy(b).times(b)).isEqualTo(a);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neighbouringRangesNeverOverlapAndNeverLeaveAGapInFrames(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    FrameRate rate = FrameRate.of(30000, 1001);
    RationalTime cut = RationalTime.ofSeconds(random.nextLong(0, 100_000), 997);

    TimeRange before = TimeRange.between(RationalTime.ZERO, cut);
    TimeRange after = new TimeRange(cut, RationalTime.ofSeconds(5, 1));

    assertThat(before.endExclusive().nearestFrame(rate))
        .isEqualTo(after.start().nearestFrame(rate));
    assertThat(before.intersect(after)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "24, 24/1", "23.976, 24000/1001", "23.976023976023978, 24000/1001", "29.97, 30000/1001",
    "59.94005994, 60000/1001", "47.952, 48000/1001", "119.88, 120000/1001", "25.0, 25/1",
    "12.5, 25/2", "14.985, 2997/200", "30.000000001, 30/1", "48000, 48000/1"
  })
  void aRateThatSoftwareWroteIsTheExactRateItStandsFor(String decimal, String exact) {
    assertThat(FrameRate.exact(new BigDecimal(decimal))).hasToString(exact);
  }

  @Test
  void aFrameStartsWhereTheOneBeforeEnds() {
    FrameRate ntsc = FrameRate.of(30000, 1001);

    assertThat(RationalTime.ofFrames(30, ntsc)).hasToString("1001/1000");
    assertThat(RationalTime.ofFrames(12_345, ntsc).nearestFrame(ntsc)).isEqualTo(12_345);
  }

  @Test
  void nonsenseIsNoTime() {
    assertThatThrownBy(() -> Fraction.parse("1/0")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> Fraction.parse("1/-2")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> Fraction.parse("9".repeat(Fraction.MAX_DIGITS + 1)))
        .isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> new TimeRange(RationalTime.ZERO, RationalTime.parse("-1/2")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FrameRate.of(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void peopleReadClocks() {
    assertThat(RationalTime.parse("7384007/2000").toClock()).isEqualTo("1:01:32.004");
  }
}
