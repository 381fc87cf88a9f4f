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

/** Curves and fractions as FFmpeg expressions, and filters that several graphs share. */
final class FilterExpressions {

  private static final String EXACT = "bicubic+accurate_rnd+bitexact";

  private FilterExpressions() {}

  /** A number in decimals, with the precision of FFmpeg's doubles. */
  static String decimal(Fraction number) {
    return number.toDecimal(MathContext.DECIMAL64).toPlainString();
  }

  /** The product of curves in the middle of frame {@code N}, as an expression. */
  static String product(List<Curve> curves, FrameRate rate) {
    return curves.stream()
        .map(curve -> "(" + expression(curve, "(N+0.5)", rate.perSecond()) + ")")
        .collect(Collectors.joining("*"));
  }

  /**
   * The value of a curve, as an expression.
   *
   * @param place an expression of the time, in units of which there are {@code perSecond} in a
   *     second
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

  /** By binary search over the keys: FFmpeg takes less than a hundred nested conditions. */
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
   * A straight line from 0 to 1.
   *
   * @param zero time at which it is 0
   * @param length from 0 to 1; negative for a line that falls
   */
  record Line(RationalTime zero, RationalTime length) {}

  /** The sloping line of a curve that has one between two constant parts. */
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

  /** Sets each frame's PTS to its number. */
  static List<Filter> numbered(FrameRate rate) {
    return List.of(Filter.of("settb", "expr", reciprocal(rate)), Filter.of("setpts", "expr", "N"));
  }

  static String reciprocal(FrameRate rate) {
    return rate.denominator() + "/" + rate.numerator();
  }

  /** Repeats one frame for a number of frames. */
  static List<Filter> held(long frames, FrameRate rate) {
    List<Filter> filters = new ArrayList<>();
    filters.addAll(numbered(rate));
    filters.add(Filter.of("fps", "fps", rate, "start_time", 0));
    filters.add(Filter.of("tpad", "stop_mode", "clone", "stop", -1));
    filters.add(Filter.of("trim", "end_frame", frames));
    return filters;
  }

  /** Scales to another size in the same pixel format. */
  static Filter scaled(FrameSize size) {
    return Filter.of("scale", "w", size.width(), "h", size.height(), "flags", EXACT);
  }
}
