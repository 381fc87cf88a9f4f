package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A keyframed value: linear between keys, constant before the first and behind the last. Exact.
 *
 * @param keys at least one, in order of time, no two at the same time
 */
public record Curve(List<Key> keys) {

  /** A keyframe; its time counts from the start of the item. */
  public record Key(RationalTime at, Fraction value) {}

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if there is no key, or one is not behind the one before
   */
  public Curve {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a curve without keys");
    }
    for (int i = 1; i < keys.size(); i++) {
      if (keys.get(i).at.compareTo(keys.get(i - 1).at) <= 0) {
        throw new IllegalArgumentException("keys out of order at " + keys.get(i).at);
      }
    }
  }

  public static Curve constant(Fraction value) {
    return new Curve(List.of(new Key(RationalTime.ZERO, value)));
  }

  public static final Curve ONE = constant(Fraction.ONE);

  public boolean isConstant() {
    return keys.stream().allMatch(key -> key.value.equals(keys.getFirst().value));
  }

  /** The value at a time. */
  public Fraction at(RationalTime time) {
    Key before = keys.getFirst();
    if (time.compareTo(before.at) <= 0) {
      return before.value;
    }
    for (Key key : keys.subList(1, keys.size())) {
      if (time.compareTo(key.at) < 0) {
        Fraction part =
            time.minus(before.at).seconds().dividedBy(key.at.minus(before.at).seconds());
        return before.value.plus(key.value.minus(before.value).times(part));
      }
      before = key;
    }
    return before.value;
  }

  /** The curve cut to the times from zero to {@code end}. */
  public Curve within(RationalTime end) {
    List<Key> within = new ArrayList<>();
    within.add(new Key(RationalTime.ZERO, at(RationalTime.ZERO)));
    keys.stream()
        .filter(key -> key.at.compareTo(RationalTime.ZERO) > 0 && key.at.compareTo(end) < 0)
        .forEach(within::add);
    within.add(new Key(end, at(end)));
    Curve curve = new Curve(within);
    return curve.isConstant() ? constant(within.getFirst().value) : curve;
  }

  /** The sum with another curve. */
  public Curve plus(Curve other) {
    TreeSet<RationalTime> times = new TreeSet<>();
    keys.forEach(key -> times.add(key.at));
    other.keys.forEach(key -> times.add(key.at));
    Walk own = new Walk(keys);
    Walk others = new Walk(other.keys);
    return new Curve(
        times.stream().map(time -> new Key(time, own.at(time).plus(others.at(time)))).toList());
  }

  /** The values of a curve at times that rise. */
  private static final class Walk {
    private final List<Key> keys;
    private int next;

    Walk(List<Key> keys) {
      this.keys = keys;
    }

    Fraction at(RationalTime time) {
      while (next < keys.size() && keys.get(next).at.compareTo(time) <= 0) {
        next++;
      }
      int from = Math.max(0, next - 1);
      int to = Math.min(keys.size(), next + 1);
      return new Curve(keys.subList(from, to)).at(time);
    }
  }

  public Curve times(Fraction factor) {
    return new Curve(keys.stream().map(key -> new Key(key.at, key.value.times(factor))).toList());
  }

  /** 1 minus this curve. */
  public Curve inverted() {
    return new Curve(
        keys.stream().map(key -> new Key(key.at, Fraction.ONE.minus(key.value))).toList());
  }

  /** The times at which its slope may change. */
  public List<RationalTime> breakpoints() {
    return isConstant() ? List.of() : keys.stream().map(Key::at).toList();
  }
}
