package io.patchwork.worker.attribution.ancestry;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.time.Fraction;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whether a polynomial is below zero anywhere from 0 to 1. */
final class SignCheckTest {

  private static Polynomial of(String... coefficients) {
    return new Polynomial(List.of(coefficients).stream().map(Fraction::parse).toList());
  }

  /** The polynomial with a root. */
  private static Polynomial root(Fraction at) {
    return new Polynomial(List.of(at.negate(), Fraction.ONE));
  }

  @Test
  void aPolynomialThatOnlyTouchesZeroIsNotBelowIt() {
    Polynomial touching = of("1/9", "-2/3", "1");

    assertThat(SignCheck.belowZero(touching)).isEmpty();
    assertThat(SignCheck.belowZero(Polynomial.ZERO)).isEmpty();
    assertThat(SignCheck.belowZero(touching.times(of("0", "0", "1")))).isEmpty();
  }

  @Test
  void aDipOfATrillionthBetweenTheEdgesIsFoundAndPlaced() {
    Polynomial dip = of("1/9", "-2/3", "1").minus(of("1/1000000000000"));

    Fraction at = SignCheck.belowZero(dip).orElseThrow();

    assertThat(at.minus(Fraction.of(1, 3)).abs()).isLessThan(Fraction.of(1, 500_000));
  }

  @Test
  void whatFallsBelowZeroAndEndsAtZeroIsFound() {
    // Zero at both ends, below it in between.
    assertThat(SignCheck.belowZero(of("0", "-1", "1"))).isPresent();
    assertThat(SignCheck.belowZero(of("0", "1", "-1"))).isEmpty();
    assertThat(SignCheck.belowZero(of("0", "-1/2", "2"))).isPresent();
    assertThat(SignCheck.belowZero(of("1", "-2"))).isPresent();
  }

  @Test
  void twoThousandProductsOfRootsAreBelowZeroWhereARootIsPassed() {
    Random random = new Random(16);
    for (int i = 0; i < 2_000; i++) {
      Polynomial product = Polynomial.ONE;
      Polynomial twice = Polynomial.ONE;
      boolean isPassed = false;
      for (int j = random.nextInt(4); j > 0; j--) {
        // Tenths from -5 to 15, each root twice; and one that is above 0 all along.
        Polynomial root = root(Fraction.of(random.nextInt(21) - 5, 10));
        twice = twice.times(root).times(root);
      }
      if (random.nextBoolean()) {
        Fraction at = Fraction.of(1 + random.nextInt(9), 10);
        product =
            product.times(root(at)).times(random.nextBoolean() ? Fraction.ONE : Fraction.of(-1));
        isPassed = true;
      }
      product = product.times(twice).times(of("1/3", "0", "1"));

      assertThat(SignCheck.belowZero(product).isPresent()).as("%s", product).isEqualTo(isPassed);
    }
  }
}
