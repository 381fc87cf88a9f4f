package io.patchwork.worker.render.graph;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Curves and fractions in FFmpeg's arithmetic. */
final class FilterExpressions {

  private static final String EXACT = "bicubic+accurate_rnd+bitexact";

  private FilterExpressions() {}

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
    String first = decimal(keys.getFirst().value());
    String last = decimal(keys.getLast().value());
    String within = between(keys, place, perSecond);
    return "if(lt(%s,%s),%s,if(lt(%s,%s),%s,%s))"
        .formatted(
            place,
            at(keys.getFirst(), perSecond),
            first,
            place,
            at(keys.getLast(), perSecond),
            within,
            last);
  }

  private static String at(Curve.Key key, Fraction perSecond) {
    return decimal(key.at().seconds().times(perSecond));
  }

  /** Halved again and again: FFmpeg takes less than a hundred conditions in each other. */
  private static String between(List<Curve.Key> keys, String place, Fraction perSecond) {
    if (keys.size() == 1) {
      return decimal(keys.getFirst().value());
    }
    if (keys.size() > 2) {
      int middle = keys.size() / 2;
      return "if(lt(%s,%s),%s,%s)"
          .formatted(
              place,
              at(keys.get(middle), perSecond),
              between(keys.subList(0, middle + 1), place, perSecond),
              between(keys.subList(middle, keys.size()), place, perSecond));
    }
    Curve.Key from = keys.getFirst();
    Curve.Key to = keys.getLast();
    Fraction length = to.at().minus(from.at()).seconds().times(perSecond);
    Fraction slope = to.value().minus(from.value()).dividedBy(length);
    return "%s+(%s)*(%s-%s)"
        .formatted(decimal(from.value()), decimal(slope), place, at(from, perSecond));
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

  /** Frames that carry their number as their time. */
  static List<Filter> numbered(FrameRate rate) {
    return List.of(Filter.of("settb", "expr", reciprocal(rate)), Filter.of("setpts", "expr", "N"));
  }

  static String reciprocal(FrameRate rate) {
    return rate.denominator() + "/" + rate.numerator();
  }

  /** One frame for so many. */
  static List<Filter> standing(long frames, FrameRate rate) {
    List<Filter> filters = new ArrayList<>();
    filters.addAll(numbered(rate));
    filters.add(Filter.of("fps", "fps", rate, "start_time", 0));
    filters.add(Filter.of("tpad", "stop_mode", "clone", "stop", -1));
    filters.add(Filter.of("trim", "end_frame", frames));
    return filters;
  }

  /** To another size in the same format. */
  static Filter scaled(FrameSize size) {
    return Filter.of("scale", "w", size.width(), "h", size.height(), "flags", EXACT);
  }
}
