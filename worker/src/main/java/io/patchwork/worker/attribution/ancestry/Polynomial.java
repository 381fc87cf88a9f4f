package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An exact polynomial of time, which runs from 0 to 1 over a span.
 *
 * @param coefficients the constant one first; none for zero, and the last is never zero
 */
public record Polynomial(@JsonValue List<Fraction> coefficients) {

  public static final Polynomial ZERO = new Polynomial(List.of());
  public static final Polynomial ONE = new Polynomial(List.of(Fraction.ONE));

  /** Drops zeros at the end, so that equal polynomials are equal. */
  @JsonCreator
  public Polynomial {
    int size = coefficients.size();
    while (size > 0 && coefficients.get(size - 1).signum() == 0) {
      size--;
    }
    coefficients = List.copyOf(coefficients.subList(0, size));
  }

  /** The polynomial that has one value all along. */
  public static Polynomial constant(Fraction value) {
    return new Polynomial(List.of(value));
  }

  /** The line from the start of a ramp to its end. */
  public static Polynomial of(Ramp ramp) {
    return new Polynomial(List.of(ramp.start(), ramp.end().minus(ramp.start())));
  }

  /** The product of ramps; 1 for none. */
  public static Polynomial product(List<Ramp> ramps) {
    Polynomial product = ONE;
    for (Ramp ramp : ramps) {
      product = product.times(of(ramp));
    }
    return product;
  }

  public boolean isZero() {
    return coefficients.isEmpty();
  }

  public boolean isConstant() {
    return coefficients.size() <= 1;
  }

  private Fraction coefficient(int power) {
    return power < coefficients.size() ? coefficients.get(power) : Fraction.ZERO;
  }

  public Polynomial plus(Polynomial other) {
    if (isZero()) {
      return other;
    }
    if (other.isZero()) {
      return this;
    }
    List<Fraction> sum = new ArrayList<>();
    for (int i = 0; i < Math.max(coefficients.size(), other.coefficients.size()); i++) {
      sum.add(coefficient(i).plus(other.coefficient(i)));
    }
    return new Polynomial(sum);
  }

  public Polynomial minus(Polynomial other) {
    return plus(other.times(Fraction.of(-1)));
  }

  public Polynomial times(Fraction factor) {
    return factor.equals(Fraction.ONE)
        ? this
        : new Polynomial(coefficients.stream().map(each -> each.times(factor)).toList());
  }

  public Polynomial times(Polynomial other) {
    if (isZero() || other.isZero()) {
      return ZERO;
    }
    if (isConstant()) {
      return other.times(coefficients.getFirst());
    }
    if (other.isConstant()) {
      return times(other.coefficients.getFirst());
    }
    Fraction[] product = new Fraction[coefficients.size() + other.coefficients.size() - 1];
    Arrays.fill(product, Fraction.ZERO);
    for (int i = 0; i < coefficients.size(); i++) {
      for (int j = 0; j < other.coefficients.size(); j++) {
        product[i + j] = product[i + j].plus(coefficients.get(i).times(other.coefficients.get(j)));
      }
    }
    return new Polynomial(List.of(product));
  }

  public Fraction at(Fraction time) {
    Fraction value = Fraction.ZERO;
    for (Fraction coefficient : coefficients.reversed()) {
      value = value.times(time).plus(coefficient);
    }
    return value;
  }

  /** The same between two times of its span, which become 0 and 1; backwards where they fall. */
  public Polynomial between(Fraction from, Fraction to) {
    if (isConstant() || (from.signum() == 0 && to.equals(Fraction.ONE))) {
      return this;
    }
    Polynomial inner = new Polynomial(List.of(from, to.minus(from)));
    Polynomial composed = ZERO;
    for (Fraction coefficient : coefficients.reversed()) {
      composed = composed.times(inner).plus(constant(coefficient));
    }
    return composed;
  }

  /** Its integral from 0 to 1. */
  public Fraction mean() {
    if (coefficients.size() == 1) {
      return coefficients.getFirst();
    }
    Fraction sum = Fraction.ZERO;
    for (int i = 0; i < coefficients.size(); i++) {
      sum = sum.plus(coefficients.get(i).dividedBy(Fraction.of(i + 1L)));
    }
    return sum;
  }

  /** Whether all of its numbers can be written and read again. */
  public boolean isReadable() {
    return coefficients.stream().allMatch(Fraction::isReadable);
  }

  /** Its slope. */
  Polynomial derivative() {
    List<Fraction> slope = new ArrayList<>();
    for (int i = 1; i < coefficients.size(); i++) {
      slope.add(coefficients.get(i).times(Fraction.of(i)));
    }
    return new Polynomial(slope);
  }

  /**
   * A division of polynomials.
   *
   * @param rest of a lower degree than the divisor
   */
  record Division(Polynomial quotient, Polynomial rest) {}

  /** Divides by a polynomial that is not zero. */
  Division over(Polynomial divisor) {
    List<Fraction> rest = new ArrayList<>(coefficients);
    int degree = divisor.coefficients.size() - 1;
    Fraction unit = Fraction.ONE.dividedBy(divisor.coefficients.getLast());
    Fraction[] quotient = new Fraction[Math.max(0, rest.size() - degree)];
    for (int i = quotient.length - 1; i >= 0; i--) {
      quotient[i] = rest.get(i + degree).times(unit);
      for (int j = 0; j <= degree; j++) {
        rest.set(i + j, rest.get(i + j).minus(quotient[i].times(divisor.coefficients.get(j))));
      }
    }
    return new Division(new Polynomial(List.of(quotient)), new Polynomial(rest));
  }
}
