package io.patchwork.worker.render;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Collectors;

/** Curves and fractions in FFmpeg's arithmetic. */
final class Expressions {

  private Expressions() {}

  /** A number for FFmpeg to compute with, as near as a double can be. */
  static String decimal(Fraction number) {
    return number.toDecimal(MathContext.DECIMAL64).toPlainString();
  }

  /** A product of curves in the middle of frame {@code N}. */
  static String product(List<Curve> curves, FrameRate rate) {
    return curves.stream()
        .map(curve -> "(" + expression(curve, "(N+0.5)", rate.perSecond()) + ")")
        .collect(Collectors.joining("*"));
  }

  /**
   * A curve at a place.
   *
   * @param place an expression that counts {@code perSecond} to the second
   */
  static String expression(Curve curve, String place, Fraction perSecond) {
    List<Curve.Key> keys = curve.keys();
    StringBuilder text = new StringBuilder();
    int open = 0;
    Curve.Key before = keys.getFirst();
    for (Curve.Key key : keys) {
      String at = decimal(key.at().seconds().times(perSecond));
      if (text.isEmpty()) {
        text.append("if(lt(").append(place).append(',').append(at).append("),");
        text.append(decimal(key.value())).append(',');
      } else {
        Fraction length = key.at().minus(before.at()).seconds().times(perSecond);
        Fraction slope = key.value().minus(before.value()).dividedBy(length);
        text.append("if(lt(").append(place).append(',').append(at).append("),");
        text.append(decimal(before.value())).append("+(").append(decimal(slope)).append(")*(");
        text.append(place).append('-');
        text.append(decimal(before.at().seconds().times(perSecond))).append("),");
      }
      open++;
      before = key;
    }
    return text.append(decimal(before.value())).append(")".repeat(open)).toString();
  }

  static boolean isRising(Curve progress) {
    return progress.keys().getFirst().value().compareTo(progress.keys().getLast().value()) <= 0;
  }

  /**
   * A straight line.
   *
   * @param zero where it is 0
   * @param length until it is 1
   */
  record Line(RationalTime zero, RationalTime length) {}

  /** The straight line that a curve has between two levels. */
  static Line line(Curve curve) {
    Curve.Key before = curve.keys().getFirst();
    for (Curve.Key key : curve.keys()) {
      Fraction rise = key.value().minus(before.value());
      if (rise.signum() != 0) {
        Fraction slope = rise.dividedBy(key.at().minus(before.at()).seconds());
        RationalTime length = new RationalTime(Fraction.ONE.dividedBy(slope));
        return new Line(before.at().minus(length.times(before.value())), length);
      }
      before = key;
    }
    throw new IllegalArgumentException("a level curve");
  }
}
