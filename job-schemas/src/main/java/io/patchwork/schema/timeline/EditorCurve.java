package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Keyframes of an editor as a broken line. A Bézier curve becomes 16 lines, at equal steps of its
 * parameter, and so does what is even in another unit, at equal steps of time; of curves with many
 * keys fewer. Values are rounded to millionths, times between keys to microseconds.
 */
final class EditorCurve {

  static final int MAX_KEYS = 1000;

  private static final int MAX_PIECES = 16;
  private static final int MAX_POINTS = 2000;
  private static final Fraction MILLIONTHS = Fraction.of(1_000_000);
  private static final Fraction THREE = Fraction.of(3);

  private EditorCurve() {}

  /** A handle of a Bézier curve, relative to its key. */
  record Handle(Fraction seconds, Fraction value) {
    static final Handle NONE = new Handle(Fraction.ZERO, Fraction.ZERO);
  }

  /**
   * A keyframe.
   *
   * @param in handle towards the key before
   * @param out handle towards the key behind
   */
  record Key(RationalTime at, Fraction value, Handle in, Handle out) {
    static Key straight(RationalTime at, Fraction value) {
      return new Key(at, value, Handle.NONE, Handle.NONE);
    }
  }

  /**
   * The broken line.
   *
   * @param keys at least one, in order of time
   * @param unit the value wanted of a value
   * @param isEven whether what is straight stays so in that unit
   */
  static Curve of(List<Key> keys, UnaryOperator<Fraction> unit, boolean isEven) {
    int pieces = Math.clamp(MAX_POINTS / keys.size(), 1, MAX_PIECES);
    List<Curve.Key> points = new ArrayList<>();
    add(points, keys.getFirst().at, unit.apply(keys.getFirst().value));
    for (int i = 1; i < keys.size(); i++) {
      Key from = keys.get(i - 1);
      Key to = keys.get(i);
      boolean isStraight = from.out.equals(Handle.NONE) && to.in.equals(Handle.NONE);
      boolean isOneLine = isStraight && (isEven || from.value.equals(to.value));
      for (int step = 1; step < pieces && !isOneLine; step++) {
        Fraction part = Fraction.of(step, pieces);
        Key point = isStraight ? between(from, to, part) : onCurve(from, to, part);
        RationalTime at = new RationalTime(rounded(point.at.seconds()));
        if (at.compareTo(to.at) < 0) {
          add(points, at, unit.apply(point.value));
        }
      }
      add(points, to.at, unit.apply(to.value));
    }
    return new Curve(points);
  }

  private static void add(List<Curve.Key> points, RationalTime at, Fraction value) {
    if (points.isEmpty() || at.compareTo(points.getLast().at()) > 0) {
      points.add(new Curve.Key(at, rounded(value)));
    }
  }

  private static Key between(Key from, Key to, Fraction part) {
    return Key.straight(
        from.at.plus(to.at.minus(from.at).times(part)),
        from.value.plus(to.value.minus(from.value).times(part)));
  }

  /** The point of a cubic Bézier curve whose handles stay between its keys. */
  private static Key onCurve(Key from, Key to, Fraction part) {
    Fraction length = to.at.minus(from.at).seconds();
    Fraction out = within(from.out.seconds, Fraction.ZERO, length);
    Fraction in = within(to.in.seconds, length.negate(), Fraction.ZERO);
    Fraction start = from.at.seconds();
    Fraction end = to.at.seconds();
    return Key.straight(
        new RationalTime(bezier(start, start.plus(out), end.plus(in), end, part)),
        bezier(
            from.value,
            from.value.plus(from.out.value),
            to.value.plus(to.in.value),
            to.value,
            part));
  }

  private static Fraction bezier(Fraction a, Fraction b, Fraction c, Fraction d, Fraction part) {
    Fraction rest = Fraction.ONE.minus(part);
    return a.times(rest.times(rest).times(rest))
        .plus(b.times(THREE.times(rest).times(rest).times(part)))
        .plus(c.times(THREE.times(rest).times(part).times(part)))
        .plus(d.times(part.times(part).times(part)));
  }

  private static Fraction within(Fraction value, Fraction low, Fraction high) {
    if (value.compareTo(low) < 0) {
      return low;
    }
    return value.compareTo(high) > 0 ? high : value;
  }

  static Fraction rounded(Fraction value) {
    return new Fraction(value.times(MILLIONTHS).round(), BigInteger.ONE).dividedBy(MILLIONTHS);
  }
}
